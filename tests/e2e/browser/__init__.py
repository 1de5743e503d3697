"""A package, so that the browser ends with its tests: Playwright's event loop would disturb those that come after."""
