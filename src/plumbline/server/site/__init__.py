"""What all apps of the office stand on: settings, clock, language, pages and the door of the desk."""
