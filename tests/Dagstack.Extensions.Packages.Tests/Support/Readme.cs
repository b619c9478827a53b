using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The programs of the README: the blocks that begin with the name of a file in a comment.</summary>
internal static partial class Readme
{
    public static string File => Path.Combine(Repository.Root, "README.md");

    public static IReadOnlyList<(string Path, string Text)> Programs()
    {
        var text = System.IO.File.ReadAllText(File);
        return [.. Block().Matches(text).Select(static block => (block.Groups["path"].Value, block.Groups["text"].Value))];
    }

    [GeneratedRegex(@"^```\w+\n(?:<!--|//|#) (?<path>[\w./]+)(?: -->)?\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
