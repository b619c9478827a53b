using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>Two versions of kinds, compared.</summary>
public sealed class DiffTests
{
    private const string Hook = "  - { name: warm_up, dispatch: broadcast_notify }";

    [Fact]
    public async Task Diff_BreakingChangeWithoutItsVersion_ExitsWithOneAndSaysWhichItHasToBe()
    {
        using var folder = new TempFolder();
        var (old, now) = (Kinds.Write(folder, "old"), Kinds.Write(folder, "new", version: "1.1.0", limit: 100, more: Hook));

        var ran = await Ran.Async("diff", old, now);

        Assert.Equal((1, string.Empty), (ran.Code, ran.Error));
        var lines = ran.Output.TrimEnd('\n').Split('\n');
        Assert.Equal($"cutter 1.0.0 -> 1.1.0: {now}", lines[0]);
        Assert.StartsWith("  breaking: cut input /properties/text/maxLength: ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  minor: warm_up: the hook is new", lines[2], StringComparison.Ordinal);
        Assert.Equal("  That asks for version 2.0.0, and it has 1.1.0. Give it 2.0.0, or take back what is breaking.", lines[3]);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public async Task Diff_BreakingChangeWithItsVersion_IsFine()
    {
        using var folder = new TempFolder();
        var (old, now) = (Kinds.Write(folder, "old"), Kinds.Write(folder, "new", version: "2.0.0", limit: 100));

        var ran = await Ran.Async("diff", old, now);

        Assert.Equal((0, string.Empty), (ran.Code, ran.Error));
        Assert.Contains("  breaking: cut input ", ran.Output, StringComparison.Ordinal);
        Assert.EndsWith("  That asks for version 2.0.0, and it has 2.0.0.\n", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_NothingBreaking_IsFineAndSaysTheVersion()
    {
        using var folder = new TempFolder();
        var (old, now) = (Kinds.Write(folder, "old"), Kinds.Write(folder, "new", more: Hook));

        var ran = await Ran.Async("diff", old, now);
        var json = JsonElement.Parse((await Ran.Async("diff", old, now, "--json")).Output);

        Assert.Equal((0, string.Empty), (ran.Code, ran.Error));
        Assert.EndsWith("  That asks for version 1.1.0, and it has 1.0.0. Nothing is breaking; give it 1.1.0 before it is published.\n", ran.Output, StringComparison.Ordinal);
        Assert.True(json.GetProperty("enough").GetBoolean());
        var kind = Assert.Single(json.GetProperty("kinds").EnumerateArray());
        Assert.Equal(("minor", "1.1.0", false), (kind.GetProperty("level").GetString(), kind.GetProperty("needed").GetString(), kind.GetProperty("version_enough").GetBoolean()));
        Assert.Equal(("minor", "warm_up"), Assert.Single(kind.GetProperty("changes").EnumerateArray().Select(static change => (change.GetProperty("level").GetString()!, change.GetProperty("place").GetString()!))));
    }

    [Fact]
    public async Task Diff_KindOnOneSide_IsBreakingWhereItIsGone()
    {
        using var folder = new TempFolder();
        Kinds.Write(folder, "old");
        Kinds.Write(folder, "new");
        Kinds.Write(folder, "new", "joiner");

        var gained = await Ran.Async("diff", folder.Combine("old"), folder.Combine("new"));
        var lost = await Ran.Async("diff", folder.Combine("new"), folder.Combine("old"));
        var other = await Ran.Async("diff", folder.Combine("new"), folder.Combine("old"), "--kind", "cutter");

        Assert.Equal(0, gained.Code);
        Assert.Contains("\njoiner 1.0.0: ", gained.Output, StringComparison.Ordinal);
        Assert.Contains("\n  minor: the kind is new.\n", gained.Output, StringComparison.Ordinal);
        Assert.Equal(1, lost.Code);
        Assert.Contains("\n  breaking: the kind is gone: ", lost.Output, StringComparison.Ordinal);
        Assert.Equal(0, other.Code);
        Assert.DoesNotContain("joiner", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_SeveralVersionsOfAKind_ComparesThoseOfOneFirstNumber()
    {
        using var folder = new TempFolder();
        Kinds.Write(folder, "old");
        Kinds.Write(folder, "new");
        Kinds.Write(folder, "new", version: "2.0.0", limit: 1000, more: Hook);

        var ran = await Ran.Async("diff", folder.Combine("old"), folder.Combine("new"));

        Assert.Equal((0, string.Empty), (ran.Code, ran.Error));
        Assert.Equal(
            [$"cutter 1.0.0: {folder.Combine("new/cutter/v1.yaml")}", "  Nothing has changed.", string.Empty, $"cutter 2.0.0: {folder.Combine("new/cutter/v2.yaml")}", "  minor: the kind is new."],
            ran.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Diff_BrokenHookspec_IsNotTakenForOneThatIsGone()
    {
        using var folder = new TempFolder();
        var old = Kinds.Write(folder, "old");
        var broken = folder.Write("new/cutter/v1.yaml", "kind: cutter\nkind_api_version: \"1.0.0\"\nhoks: []\n");

        var ran = await Ran.Async("diff", old, broken);

        Assert.Equal((1, string.Empty), (ran.Code, ran.Output));
        Assert.Contains($"{broken}(3,1): ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("'hooks'", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_TwoBuildsOfOneAssembly_AreBothLookedAt()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Combine("released"));
        File.Copy(Plugins.Contracts, folder.Combine("released/Chunking.Contracts.dll"));

        var ran = await Ran.Async("diff", folder.Combine("released/Chunking.Contracts.dll"), Plugins.Contracts);

        Assert.Equal((0, string.Empty), (ran.Code, ran.Error));
        Assert.EndsWith("  Nothing has changed.\n", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file or folder 'gone.yaml'. ", "old", "gone.yaml")]
    [InlineData("There is no kind 'joiner' in what is named, which has 'cutter'. ", "old", "old", "--kind", "joiner")]
    public async Task Diff_WrongUse_SaysWhatToWrite(string expected, params string[] arguments)
    {
        using var folder = new TempFolder();
        Kinds.Write(folder, "old");

        var ran = await DagstackProcess.RunAsync(folder.Path, ["diff", .. arguments]);

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
    }
}
