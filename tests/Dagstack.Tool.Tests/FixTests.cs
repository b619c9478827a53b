using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary><c>validate --fix</c> corrects slips and leaves everything else as it was.</summary>
public sealed class FixTests
{
    [Fact]
    public async Task Fix_OfSlips_ChangesThemAlone()
    {
        using var folder = new TempFolder();
        const string Before = "\uFEFF# mine\r\n[plugin]\r\nname = \"lines\"\r\nkind='chunker' # ok\r\nruntime = \"in_proces\"\r\ncore_version = \">=0.1.0\"\r\nentry_pont = \"plugin:A\" ; fallback = \"true\"\r\n";
        var file = folder.Write("lines/dagstack.toml", Before.Replace(" ; ", "\r\n", StringComparison.Ordinal));

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", "lines", "--fix");

        Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
        var path = Path.Combine("lines", "dagstack.toml");
        Assert.Equal(
            [$"{path}(5,11): fixed: \"in_proces\" -> \"in_process\"", $"{path}(7,1): fixed: entry_pont -> entry_point", $"{path}(8,12): fixed: \"true\" -> true"],
            ran.Output.Split('\n').Where(static line => line.Contains("fixed:", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.EndsWith("1 manifest, none with errors.\n", ran.Output, StringComparison.Ordinal);
        Assert.Equal(
            Before.Replace(" ; ", "\r\n", StringComparison.Ordinal).Replace("in_proces", "in_process", StringComparison.Ordinal).Replace("entry_pont", "entry_point", StringComparison.Ordinal).Replace("\"true\"", "true", StringComparison.Ordinal),
            System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Fix_OfJson_AsJson_HasEachChange()
    {
        using var folder = new TempFolder();
        var file = folder.Write("lines/dagstack.json", """{ "name": "lines", "kind": "chunker", "runtime": "in_process", "core_version": ">=0.1.0", "entry-point": "plugin:A", "color": 1 }""");

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", "lines", "--fix", "--json");

        Assert.Equal((1, string.Empty), (ran.ExitCode, ran.Error));
        var manifest = JsonElement.Parse(ran.Output).GetProperty("manifests")[0];
        var made = Assert.Single(manifest.GetProperty("fixes").EnumerateArray());
        Assert.Equal(
            ("entry-point", 1, "\"entry-point\"", "\"entry_point\""),
            (made.GetProperty("path").GetString(), made.GetProperty("line").GetInt32(), made.GetProperty("old_text").GetString(), made.GetProperty("new_text").GetString()));
        Assert.Contains("'color'", Assert.Single(manifest.GetProperty("problems").EnumerateArray()).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("\"entry_point\": \"plugin:A\", \"color\": 1", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fix_WithAPathThatIsNotThere_ChangesNothing()
    {
        using var folder = new TempFolder();
        var text = Plugins.Sound("lines").Replace("entry_point", "entry_pont", StringComparison.Ordinal);
        var file = folder.Write("lines/dagstack.toml", text);

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", "lines", "nowhere", "--fix");

        Assert.Equal(2, ran.ExitCode);
        Assert.Equal(text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Fix_ThatShowsAnotherSlip_IsMadeWithIt()
    {
        using var folder = new TempFolder();
        var file = folder.Write("lines/dagstack.toml", Plugins.Sound("lines") + "\n[plugin.resourcs]\nrequird = ['clock']\n");

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", "lines", "--fix");

        Assert.Equal(0, ran.ExitCode);
        Assert.EndsWith("\n[plugin.resources]\nrequired = ['clock']\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[plugin.mcp_stdoi]\ncommand = ['x']\n[plugin.mcp_stdoi.env]\nA = 'b'\n")]
    [InlineData("[plugin.mcp_stdoi.env]\nA = 'b'\n[plugin.mcp_stdoi]\ncommand = ['x']\n")]
    [InlineData("[plugin.mcp_stdio]\ncommand = ['x']\n[plugin.mcp_stdoi.env]\nA = 'b'\n")]
    public async Task Fix_OfATableWithSeveralHeaders_LeavesItWhole(string tables)
    {
        using var folder = new TempFolder();
        var text = $"[plugin]\nname = 'lines'\nkind = 'chunker'\nruntime = 'mcp_stdio'\ncore_version = '>=0.1.0'\n{tables}";
        var file = folder.Write("lines/dagstack.toml", text);

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", "lines", "--fix");

        // Where the right table is there too, what is meant is not certain.
        var isCertain = !tables.Contains("stdio]", StringComparison.Ordinal);
        Assert.Equal(isCertain ? 0 : 1, ran.ExitCode);
        Assert.Equal(isCertain ? text.Replace("stdoi", "stdio", StringComparison.Ordinal) : text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("'python3'", "['python3']")]
    [InlineData("\"server\"", "[\"server\"]")]
    [InlineData("'python3 server.py'", null)]
    public async Task Fix_OfACommandInOneText_IsMadeOfOneWordOnly(string command, string? becomes)
    {
        using var folder = new TempFolder();
        var text = $"[plugin]\nname = 'lines'\nkind = 'chunker'\nruntime = 'mcp_stdio'\ncore_version = '>=0.1.0'\n[plugin.mcp_stdio]\ncommand = {command}\n";
        var file = folder.Write("lines/dagstack.toml", text);

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", "lines", "--fix");

        Assert.Equal(becomes is null ? 1 : 0, ran.ExitCode);
        Assert.Equal(text.Replace(command, becomes ?? command, StringComparison.Ordinal), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Fix_ThatWouldMakeOtherErrors_IsNotMade()
    {
        using var folder = new TempFolder();

        // Once it is the key, its value is wrong.
        var text = Plugins.Sound("lines", "priorty = \"high\"");
        var file = folder.Write("lines/dagstack.toml", text);

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", "lines", "--fix");

        Assert.Equal(1, ran.ExitCode);
        Assert.DoesNotContain("): fixed:", ran.Output, StringComparison.Ordinal);
        Assert.Contains(": not fixed: priorty -> priority: with it the manifest would have other errors.", ran.Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'priority'?", ran.Output, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Fix_OfAFileThatMayNotBeWritten_SaysSoAndGoesOn()
    {
        using var folder = new TempFolder();
        var wrong = Plugins.Sound("lines").Replace("entry_point", "entry_pont", StringComparison.Ordinal);
        var locked = folder.Write("a/dagstack.toml", wrong);
        File.SetAttributes(locked, FileAttributes.ReadOnly);
        folder.Write("b/dagstack.toml", wrong.Replace("lines", "words", StringComparison.Ordinal));
        var outside = folder.Write("outside.toml", wrong);
        Directory.CreateDirectory(folder.Combine("c"));
        File.CreateSymbolicLink(folder.Combine("c/dagstack.toml"), outside);

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", "a", "b", "c", "--fix");

        File.SetAttributes(locked, FileAttributes.Normal);
        Assert.Equal((1, string.Empty), (ran.ExitCode, ran.Error));
        Assert.Contains($"{Path.Combine("a", "dagstack.toml")}: not fixed: it may only be read.", ran.Output, StringComparison.Ordinal);
        Assert.Contains($"{Path.Combine("b", "dagstack.toml")}(6,1): fixed: entry_pont -> entry_point", ran.Output, StringComparison.Ordinal);
        Assert.Contains($"{Path.Combine("c", "dagstack.toml")}: not fixed: it is a link. Name the file that it leads to: {outside}.", ran.Output, StringComparison.Ordinal);
        Assert.Contains("3 manifests, 2 with errors.", ran.Output, StringComparison.Ordinal);
        Assert.Equal([wrong, wrong], [await File.ReadAllTextAsync(locked, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(outside, TestContext.Current.CancellationToken)]);
    }

    [Fact]
    public async Task Validate_WithoutFix_LeavesTheFileAndOffersTheChangeAsJson()
    {
        using var folder = Plugins.OfThePage();
        var before = await File.ReadAllTextAsync(folder.Combine("plugins/words/dagstack.toml"), TestContext.Current.CancellationToken);

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", "plugins/words", "--json");

        var manifest = JsonElement.Parse(ran.Output).GetProperty("manifests")[0];
        Assert.False(manifest.TryGetProperty("fixes", out _));
        Assert.Equal("entry_point", manifest.GetProperty("problems").EnumerateArray().Single(static one => one.TryGetProperty("fix", out _)).GetProperty("fix").GetProperty("new_text").GetString());
        Assert.Equal(before, await File.ReadAllTextAsync(folder.Combine("plugins/words/dagstack.toml"), TestContext.Current.CancellationToken));
    }
}
