using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The programs that the README and other pages print: the blocks that begin with the name of a file in a comment.</summary>
internal static partial class Readme
{
    public static string File => Path.Combine(Repository.Root, "README.md");

    /// <summary>Reads the programs of the README, as files that a user would write, with the comment.</summary>
    public static IReadOnlyList<(string Path, string Text)> Programs() => ProgramsOf(File);

    /// <summary>Reads the programs of a page.</summary>
    /// <param name="page">Its file in docs.</param>
    public static IReadOnlyList<(string Path, string Text)> ProgramsOf(string page) =>
        [.. Block().Matches(System.IO.File.ReadAllText(Path.Combine(Repository.Root, "docs", page))).Select(static block => (block.Groups["path"].Value, block.Groups["text"].Value))];

    [GeneratedRegex(@"^```\w+\n(?<text>(?:<!--|//|#|') (?<path>[\w./]+)(?: -->)?\n.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
