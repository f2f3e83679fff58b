"""A monitor that follows a developing story across social media and news."""

__version__ = "0.1.0"
