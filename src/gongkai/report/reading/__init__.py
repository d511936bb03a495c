"""Reading anybody's annual report, from any format in which agencies publish it."""
