using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Tests;

/// <summary><c>dagstack lock</c>: what it writes, what it says of changes, and what it refuses.</summary>
public sealed class LockTests
{
    [Fact]
    public async Task Lock_ThenChange_SaysWhatIsNewChangedAndGone()
    {
        using var folder = new TempFolder();
        folder.Write("plugins/lines/dagstack.toml", Plugins.Sound("lines"));
        folder.Write("plugins/words/dagstack.toml", Plugins.Sound("words"));
        var root = folder.Combine("plugins");
        Assert.Equal([("chunker:lines", "new"), ("chunker:words", "new")], await ChangesAsync(root));
        Assert.Equal([("chunker:lines", "same"), ("chunker:words", "same")], await ChangesAsync(root, "--check"));

        folder.Write("plugins/lines/notes.txt", "more");
        Directory.Delete(folder.Combine("plugins/words"), recursive: true);
        folder.Write("plugins/pages/dagstack.toml", Plugins.Sound("pages"));

        (string, string)[] expected = [("chunker:lines", "changed"), ("chunker:pages", "new"), ("chunker:words", "gone")];
        Assert.Equal(expected, await ChangesAsync(root, "--check", code: ExitCodes.Found));
        Assert.Equal(["chunker:lines", "chunker:words"], PluginLockFile.Load(Path.Combine(root, PluginLockFile.FileName)).Plugins.Select(static plugin => plugin.Id.ToString()));
        Assert.Equal(expected, await ChangesAsync(root));
        Assert.Equal([("chunker:lines", "same"), ("chunker:pages", "same")], await ChangesAsync(root, "--check"));
    }

    [Fact]
    public async Task Lock_OfWhatCannotBeLocked_LocksTheRestAndExitsWithOne()
    {
        using var folder = new TempFolder();
        folder.Write("plugins/lines/dagstack.toml", Plugins.Sound("lines"));
        folder.Write("plugins/words/dagstack.toml", Plugins.Sound("words"));
        File.CreateSymbolicLink(folder.Combine("plugins/words/outside"), "../lines");

        var ran = await RunAsync(folder.Combine("plugins"));

        Assert.Equal(ExitCodes.Found, ran.Code);
        Assert.Contains("chunker:words is left out: ", ran.Output, StringComparison.Ordinal);
        Assert.Contains("1 plugin locked in ", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "There is no folder")]
    [InlineData("plugins --check", "There is no lock file")]
    [InlineData("plugins/lines", "is a plugin itself")]
    [InlineData("broken", "is not JSON")]
    public async Task Lock_WrongUse_SaysSoAndWritesNothing(string line, string expected)
    {
        using var folder = new TempFolder();
        folder.Write("plugins/lines/dagstack.toml", Plugins.Sound("lines"));
        folder.Write("broken/plugins.lock.json", "mine");
        var words = line.Split(' ');

        var ran = await RunAsync([folder.Combine(words[0]), .. words[1..]]);

        Assert.Equal(ExitCodes.WrongUse, ran.Code);
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.Combine("broken/plugins.lock.json"), TestContext.Current.CancellationToken));
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length);
    }

    private static async Task<(string, string)[]> ChangesAsync(string root, string? option = null, int code = ExitCodes.Fine)
    {
        var ran = await RunAsync([root, .. option is null ? Array.Empty<string>() : [option], "--json"]);
        Assert.Equal(code, ran.Code);
        return [.. JsonElement.Parse(ran.Output).GetProperty("plugins").EnumerateArray().Select(static plugin => (plugin.GetProperty("plugin").GetString()!, plugin.GetProperty("change").GetString()!))];
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await DagstackCommand.RunAsync(["lock", .. arguments], new(output, error, Screen: null), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
