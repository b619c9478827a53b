using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

public sealed class ValidateTests
{
    [Fact]
    public async Task Validate_SoundManifest_IsFine()
    {
        using var folder = new TempFolder();
        folder.Write("lines/dagstack.toml", Plugins.Sound("lines"));

        foreach (var path in new[] { "lines", "lines/dagstack.toml", "." })
        {
            var ran = await DagstackProcess.RunAsync(folder.Path, "validate", path);

            Assert.Equal((0, "1 manifest, none with errors.\n", string.Empty), (ran.ExitCode, ran.Output, ran.Error));
        }
    }

    [Fact]
    public async Task Validate_AsJson_HasEveryProblemWithItsPlace()
    {
        using var folder = Plugins.OfThePage();

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", "plugins", "more", "--json");

        Assert.Equal(1, ran.ExitCode);
        using var json = JsonDocument.Parse(ran.Output);
        Assert.False(json.RootElement.GetProperty("valid").GetBoolean());
        var manifests = json.RootElement.GetProperty("manifests").EnumerateArray().ToArray();
        Assert.Equal(4, manifests.Length);
        var words = Assert.Single(manifests, static one => !one.GetProperty("valid").GetBoolean());
        Assert.Equal("chunker:words", words.GetProperty("plugin").GetString());
        var problems = words.GetProperty("problems").EnumerateArray().ToArray();
        Assert.Contains(problems, static one => one.GetProperty("path").GetString() == "plugin.core_version" && one.GetProperty("code").GetString() == "VersionIncompatible" && one.GetProperty("line").GetInt32() == 5);
        Assert.Contains(problems, static one => one.GetProperty("line").GetInt32() == 6 && one.GetProperty("message").GetString()!.Contains("'entry_point'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_FileInAnotherFormat_SaysWhereItCannotBeRead()
    {
        using var folder = new TempFolder();
        folder.Write("broken/dagstack.toml", "[plugin\nname = 3");

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", "broken");

        Assert.Equal(1, ran.ExitCode);
        Assert.StartsWith(Path.Combine("broken", "dagstack.toml") + "(1,8): error: ", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "There is no file or folder 'nowhere'.\n")]
    [InlineData("empty", "There is no dagstack.toml and no dagstack.json in 'empty' or below it that a host would find. A plugin is a folder with one of them: name that, or the file itself.\n")]
    public async Task Validate_NothingThere_IsWrongUse(string path, string expected)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Combine("empty"));

        var ran = await DagstackProcess.RunAsync(folder.Path, "validate", path);

        Assert.Equal((2, string.Empty, expected), (ran.ExitCode, ran.Output, ran.Error));
    }
}
