using System.Text;
using System.Text.Json;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Samples;

public sealed class QuickstartTests
{
    [Fact]
    public async Task Chunk_Json_PrintsOneObjectPerLine()
    {
        using var folder = new TempFolder();
        var result = await RunAsync(folder.Write("text", "Hello, dagstack!"), "--max-size", "5", "--json");
        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Equal(
            ["{\"offset\":0,\"text\":\"Hello\"}", "{\"offset\":5,\"text\":\", dag\"}", "{\"offset\":10,\"text\":\"stack\"}", "{\"offset\":15,\"text\":\"!\"}"],
            result.Lines);
    }

    [Theory]
    [InlineData("a😀b", "1", "a|😀|b")]
    [InlineData("a😀b", "2", "a|😀|b")]
    [InlineData("a😀b", "3", "a😀|b")]
    [InlineData("😀😀", "1", "😀|😀")]
    [InlineData("😀😀", "3", "😀|😀")]
    [InlineData("", "3", "")]
    [InlineData("abc", "2147483647", "abc")]
    public async Task Chunk_SurrogatePairs_AreNeverCut(string text, string size, string expected)
    {
        using var folder = new TempFolder();
        var result = await RunAsync(folder.Write("text", text), "--max-size", size, "--json");
        Assert.Equal(0, result.ExitCode);
        var pieces = result.Lines.Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(expected, string.Join('|', pieces.Select(static piece => piece.GetProperty("text").GetString())));
        var offset = 0;
        foreach (var piece in pieces)
        {
            Assert.Equal(offset, piece.GetProperty("offset").GetInt32());
            offset += piece.GetProperty("text").GetString()!.Length;
        }
    }

    [Fact]
    public async Task Chunk_Default_PrintsATableOfPiecesOf512()
    {
        using var folder = new TempFolder();
        var result = await RunAsync(folder.Write("text", new string('x', 1000) + "\n"));
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["OFFSET  TEXT", "0  " + new string('x', 512), "512  " + new string('x', 488) + "\\n"], result.Lines);
    }

    [Fact]
    public async Task Chunk_OptionInAppSettings_DecidesWhereNoSizeIsGivenAndIsPrinted()
    {
        using var folder = new TempFolder();
        folder.Write("text", "Hello, dagstack!");
        folder.Write("appsettings.json", """{ "Chunker": { "fixed": { "max_size": 10, "ApiKey": "hush" } } }""");
        var chunks = await Tool.RunAsync(folder.Path, Repository.QuickstartPath, "text", "--json");
        Assert.Equal(["{\"offset\":0,\"text\":\"Hello, dag\"}", "{\"offset\":10,\"text\":\"stack!\"}"], chunks.Lines);

        var configuration = await Tool.RunAsync(folder.Path, Repository.QuickstartPath, "--config", "chunker:fixed", "--json");
        Assert.Equal((0, string.Empty), (configuration.ExitCode, configuration.Error));
        Assert.Equal(
            ["Chunker:fixed:ApiKey=[MASKED]", "Chunker:fixed:max_size=10"],
            configuration.Lines.Select(static line => JsonDocument.Parse(line).RootElement).Select(static entry => $"{entry.GetProperty("path")}={entry.GetProperty("value")}"));
    }

    [Theory]
    [InlineData("There is no file 'absent'", "absent")]
    [InlineData("--max-size must be at least 1, and 0 was given", "text", "--max-size", "0")]
    [InlineData("Cannot parse argument 'many'", "text", "--max-size", "many")]
    [InlineData("the plugin root 'nowhere' does not exist. Tried:", "text", "--plugins", "nowhere")]
    [InlineData("There is no plugin chunker:fixed in empty", "text", "--plugins", "empty")]
    [InlineData("Give either a FILE to cut, or --list", "--json")]
    [InlineData("Give either a FILE to cut, or --list", "text", "--list")]
    [InlineData("'fixed' is not a plugin. Write kind and name", "--config", "fixed")]
    [InlineData("There is no plugin chunker:fixd in plugins/", "--config", "chunker:fixd")]
    [InlineData("does not fit its options FixedChunkerOptions", "text", "--plugins", "good")]
    [InlineData("'latin1' is not UTF-8: the bytes at offset 1", "latin1")]
    [InlineData("2 plugins claim the identity 'chunker:fixed'", "text", "--plugins", "twice")]
    public async Task Run_WhatCannotBeDone_FailsWithAMessageAndAnEmptyOutput(string message, params string[] arguments)
    {
        using var folder = new TempFolder();
        folder.Write("text", "text");
        folder.Write("latin1", [0x61, 0xE9, 0x61]);
        Directory.CreateDirectory(folder.Combine("empty"));
        CopyFixedChunker(folder.Combine("twice/one"));
        CopyFixedChunker(folder.Combine("twice/two"));
        CopyFixedChunker(folder.Combine("good"));
        folder.Write("appsettings.json", """{ "chunker": { "fixed": { "MaxSize": 0 } } }""");
        var result = await Tool.RunAsync(folder.Path, [Repository.QuickstartPath, .. arguments]);
        Assert.Equal((1, string.Empty), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_GoodBrokenAndConflictingPlugins_ShowsEachInItsState()
    {
        using var folder = new TempFolder();
        CopyFixedChunker(folder.Combine("one"));
        folder.Write("two/dagstack.toml", "[plugin]\nname = \"two\"\nkind = \"chunker\"\n");
        folder.Write("three/dagstack.toml", "nonsense");
        CopyFixedChunker(folder.Combine("double/a"), "same");
        CopyFixedChunker(folder.Combine("double/b"), "same");
        var result = await RunAsync("--list", "--json", "--plugins", folder.Path);
        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        var plugins = result.Lines.Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(plugins, static plugin => Assert.Equal(["id", "state", "code", "reason", "path", "version"], plugin.EnumerateObject().Select(static property => property.Name)));
        Assert.Equal(
            ["- unavailable ManifestInvalid -", "chunker:fixed ready - 0.1.0", "chunker:same unavailable AmbiguousPlugin 0.1.0", "chunker:same unavailable AmbiguousPlugin 0.1.0", "chunker:two unavailable ManifestInvalid -"],
            plugins.Select(static plugin => string.Join(' ', new[] { "id", "state", "code", "version" }.Select(key => plugin.GetProperty(key).GetString() ?? "-"))).Order(StringComparer.Ordinal));
        Assert.All(plugins, plugin => Assert.StartsWith(folder.Path, plugin.GetProperty("path").GetString(), StringComparison.Ordinal));

        var table = await RunAsync("--list", "--plugins", folder.Path);
        Assert.Equal(0, table.ExitCode);
        Assert.Contains(table.Lines, static line => line.StartsWith("chunker:fixed", StringComparison.Ordinal) && line.Contains("ready", StringComparison.Ordinal));
    }

    [Fact]
    public void Manifest_OfFixedChunker_IsThatOfTheReferenceGuide()
    {
        var manifest = PluginManifestLoader.Load(Path.Combine(Repository.Root, "samples/plugins/FixedChunker")).ThrowIfInvalid();
        Assert.Equal(("chunker:fixed", "plugin:FixedChunker", "0.1.0", ">=0.1.0,<1.0.0"), (manifest.Id.ToString(), manifest.EntryPoint?.Text, manifest.Version, manifest.CoreVersion));
        Assert.Equal(["clock"], manifest.Resources.Required);
    }

    private static Task<ProcessResult> RunAsync(params string[] arguments) => Tool.RunAsync(Repository.Root, [Repository.QuickstartPath, .. arguments]);

    private static void CopyFixedChunker(string folder, string name = "fixed")
    {
        Directory.CreateDirectory(folder);
        var source = Path.Combine(Path.GetDirectoryName(Repository.QuickstartPath)!, "plugins", "fixed-chunker");
        File.Copy(Path.Combine(source, "plugin.dll"), Path.Combine(folder, "plugin.dll"));
        File.WriteAllText(Path.Combine(folder, "dagstack.toml"), File.ReadAllText(Path.Combine(source, "dagstack.toml")).Replace("\"fixed\"", $"\"{name}\"", StringComparison.Ordinal), Encoding.UTF8);
    }
}
