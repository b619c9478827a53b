using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Writes the command line by which <c>cmd.exe</c> runs a batch file and hands its arguments over as they are.</summary>
/// <remarks>cmd expands <c>%</c> and ends at <c>&amp;</c> whatever the usual quoting says. The way out is the one that Rust's library and yt-dlp take.</remarks>
internal static class BatchCommandLine
{
    private const string Plain = @"#$*+-./:?@\_";

    /// <summary>Tells whether a file is run by cmd.exe.</summary>
    public static bool IsBatch(string file) => file.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".bat", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the arguments of cmd.exe.</summary>
    /// <exception cref="ChildStartException">An argument has a line end, which cmd cannot be given.</exception>
    public static string Write(string file, IReadOnlyList<string> arguments, string name)
    {
        var line = new StringBuilder("/e:ON /v:OFF /d /c \"\"").Append(file.Replace("%", "%%cd:~,%", StringComparison.Ordinal)).Append('"');
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].AsSpan().ContainsAny('\r', '\n'))
            {
                throw new ChildStartException($"Argument {i + 1} of the command of {name} has a line end, which cannot be given to the batch file '{Excerpt.Printable(file)}'. Take it out, or start the program that the batch file starts.");
            }

            Append(line.Append(' '), arguments[i]);
        }

        return line.Append('"').ToString();
    }

    private static void Append(StringBuilder line, string argument)
    {
        var quoted = argument.Length == 0 || argument[^1] == '\\' || argument.Any(static character => !char.IsAsciiLetterOrDigit(character) && !Plain.Contains(character, StringComparison.Ordinal));
        if (quoted)
        {
            line.Append('"');
        }

        var backslashes = 0;
        foreach (var character in argument)
        {
            if (character == '"')
            {
                line.Append('\\', backslashes).Append('"');
            }
            else if (character == '%')
            {
                // An empty part of %cd%, so that no variable is left to be expanded.
                line.Append("%%cd:~,");
            }

            backslashes = character == '\\' ? backslashes + 1 : 0;
            line.Append(character);
        }

        if (quoted)
        {
            line.Append('\\', backslashes).Append('"');
        }
    }
}
