"""A package, so that the browser closes after its tests: Playwright's event loop would disturb the tests after them."""
