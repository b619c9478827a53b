using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>docs/cli.md shows what each command prints. DAGSTACK_WRITE_DOCS=1 writes it anew.</summary>
public sealed partial class PageTests
{
    [Fact]
    public async Task Page_OfTheCommandLine_ShowsWhatIsPrinted()
    {
        using var folder = Plugins.OfThePage();
        var file = Path.Combine(Repository.Root, "docs", "cli.md");
        var page = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var shown = new StringBuilder();
        var (at, count) = (0, 0);
        foreach (Match block in ConsoleBlock().Matches(page))
        {
            var command = block.Groups["command"].Value;
            var ran = await DagstackProcess.RunInAsync(folder.Path, [("NUGET_PACKAGES", "packages")], [.. Word().Matches(command).Select(static word => word.Value.Trim('\''))]);
            var printed = Hash().Replace(ran.Output + ran.Error, "(64 hexadecimal digits)");
            shown.Append(page, at, block.Index - at).Append(CultureInfo.InvariantCulture, $"```console\n$ dagstack {command}\n{printed}```\n");
            shown.Append(ran.ExitCode == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"\nExit code {ran.ExitCode}.\n"));
            at = block.Index + block.Length;
            count++;
        }

        shown.Append(page, at, page.Length - at);
        if (Environment.GetEnvironmentVariable("DAGSTACK_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, shown.ToString(), TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(page, shown.ToString());
        Assert.True(count > 5);
    }

    [GeneratedRegex(@"```console\n\$ dagstack (?<command>.*)\n(?<output>(?:.*\n)*?)```\n(?:\nExit code \d+\.\n)?")]
    private static partial Regex ConsoleBlock();

    /// <summary>As shells take a line apart: a text in quotes is one word.</summary>
    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Word();

    /// <summary>Each build has another.</summary>
    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
