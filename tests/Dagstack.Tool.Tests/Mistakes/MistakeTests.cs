using System.Text.RegularExpressions;

namespace Dagstack.Tool.Tests.Mistakes;

/// <summary>Each mistake of the table in docs/mistakes.md is made, and the command line says of it what the table says.</summary>
public sealed partial class MistakeTests
{
    private static readonly IReadOnlyList<Mistake> s_all = [.. ManifestMistakes.All, .. FolderMistakes.All, .. CodeMistakes.All, .. ServerMistakes.All];

    public static TheoryData<string> Names => [.. s_all.Select(static mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mistake_OfTheTable_IsNamedWithWhatToDo(string name)
    {
        var mistake = s_all.Single(mistake => mistake.Name == name);
        Assert.SkipWhen(mistake.NeedsPython && !CommandTests.HasUnix, "It needs Python.");
        using var folder = new TempFolder();
        mistake.Write(folder);
        using var output = new StringWriter();

        var code = await DagstackCommand.RunAsync(Arguments(mistake, folder), new(output, output, Screen: null), TestContext.Current.CancellationToken);

        var said = Space().Replace(output.ToString().Replace(folder.Path, string.Empty, StringComparison.Ordinal), " ");
        if (Environment.GetEnvironmentVariable("DAGSTACK_SHOW_MISTAKES") is { } file)
        {
            await File.AppendAllTextAsync(file, $"| {mistake.Name} | `{mistake.Verb}` | {code} | {said} |\n", TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal((mistake.Verb, mistake.IsWarning), (MistakeTable.Rows[name].Verb, code == 0));
        var at = 0;
        foreach (var part in MistakeTable.Rows[name].Said.Split('…', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var found = said.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{part}' is not in: {said}");
            at = found + part.Length;
        }
    }

    [Fact]
    public void Table_HasEachMistakeOnce()
    {
        Assert.Equal(s_all.Select(static mistake => mistake.Name), MistakeTable.Rows.Keys);
        Assert.True(s_all.Count >= 40);
    }

    private static string[] Arguments(Mistake mistake, TempFolder folder) => mistake.Verb switch
    {
        "validate" => ["validate", folder.Combine(mistake.Path)],
        "test" => ["test", folder.Combine(mistake.Path), "--contract", Plugins.Contracts],
        _ => [.. mistake.Verb.Split(' '), "--plugins", folder.Combine(mistake.Path), "--contract", Plugins.Contracts],
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
