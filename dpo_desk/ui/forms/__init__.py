"""Forms: widgets in, a draft out; they show errors at their fields and know no rule."""
