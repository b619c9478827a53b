using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>What the verbs do with plugins that are built, in process and in a process of their own.</summary>
public sealed class BuiltPluginTests
{
    private static readonly string[] s_contract = ["--contract", Plugins.Contracts];

    [Fact]
    public async Task Run_Hook_PrintsItsResult()
    {
        foreach (var (plugin, args, expected) in new[]
        {
            (Plugins.Fixed, """{"text":"Hello, dagstack!","max_size":5}""", """[{"offset":0,"text":"Hello"},{"offset":5,"text":", dag"},{"offset":10,"text":"stack"},{"offset":15,"text":"!"}]"""),
            (Plugins.Brackets, """{"text":"(a)(b)"}""", """[{"offset":0,"text":"(a)"},{"offset":3,"text":"(b)"}]"""),
        })
        {
            using var folder = new TempFolder();

            var ran = await DagstackProcess.RunAsync(folder.Path, ["run", plugin, "chunk", "--args", args, .. s_contract]);

            Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
            Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(ran.Output)), ran.Output);
        }
    }

    [Fact]
    public async Task Run_ArgumentsOfAFileOrAPipe_AreTaken()
    {
        using var folder = new TempFolder();
        folder.Write("my args.json", """{"text":"Hello"}""");

        var file = await DagstackProcess.RunAsync(folder.Path, ["run", .. s_contract, Plugins.Fixed, "chunk", "--args", "@my args.json"]);
        var pipe = await DagstackProcess.RunWithInputAsync(folder.Path, """{"text":"Hello"}""", ["run", Plugins.Fixed, "chunk", "--args", "-", .. s_contract]);
        var none = await DagstackProcess.RunAsync(folder.Path, ["run", Plugins.Fixed, "chunk", "--args", "@other.json", .. s_contract]);

        Assert.All([file, pipe], static ran => Assert.Equal((0, string.Empty, "Hello"), (ran.ExitCode, ran.Error, JsonElement.Parse(ran.Output)[0].GetProperty("text").GetString())));
        Assert.Equal((2, "There is no file 'other.json', which --args names.\n"), (none.ExitCode, none.Error));
    }

    [Theory]
    [InlineData("cut", "{}", 2, "The kind 'chunker' has no hook 'cut' that can be called from here. It has: chunk.")]
    [InlineData("chunk", "text", 2, "What --args says is no JSON: ")]
    [InlineData("chunk", "{}", 2, "The arguments of 'chunk' do not fit: /text: is missing")]
    [InlineData("chunk", """{"text":"Hello","max_size":0}""", 1, "ArgumentOutOfRangeException")]
    public async Task Run_WhatCannotBe_SaysWhy(string hook, string args, int exitCode, string expected)
    {
        using var folder = new TempFolder();

        var ran = await DagstackProcess.RunAsync(folder.Path, ["run", Plugins.Fixed, hook, "--args", args, .. s_contract]);

        Assert.Equal((exitCode, string.Empty), (ran.ExitCode, ran.Output));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PluginThatDoesNotStart_SaysWhy()
    {
        using var folder = new TempFolder();
        folder.Write("lines/dagstack.toml", Plugins.Sound("lines"));

        var ran = await DagstackProcess.RunAsync(folder.Path, ["run", "lines", "chunk", "--args", """{"text":""}""", .. s_contract]);

        Assert.Equal((1, string.Empty), (ran.ExitCode, ran.Output));
        Assert.Contains("plugin.dll", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "chunk")]
    [InlineData("inspect")]
    [InlineData("test")]
    public async Task Verb_WithoutContract_NamesTheKindAndTheOption(params string[] words)
    {
        using var folder = Plugins.OfThePage();

        var ran = await DagstackProcess.RunAsync(folder.Path, [words[0], "fixed", .. words[1..]]);

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith("The contract of the kind 'chunker' is not known. Name the assembly that has it by --contract, or its project or package: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_PluginThatWasBuiltHere_KnowsTheContract()
    {
        using var folder = new TempFolder();

        var built = await DagstackProcess.RunAsync(folder.Path, "inspect", Plugins.Fixed);
        var project = await DagstackProcess.RunAsync(folder.Path, "run", Path.Combine(Repository.Root, "samples/plugins/FixedChunker"), "chunk", "--args", """{"text":""}""");

        Assert.Equal((0, string.Empty), (built.ExitCode, built.Error));
        Assert.Equal((0, "[]\n", string.Empty), (project.ExitCode, project.Output, project.Error));
    }

    [Theory]
    [InlineData("run", "chunk")]
    [InlineData("inspect")]
    [InlineData("test")]
    public async Task Verb_FolderWithoutOnePlugin_SaysWhatIsThere(params string[] words)
    {
        using var folder = Plugins.OfThePage();
        Directory.CreateDirectory(folder.Combine("empty"));

        var none = await DagstackProcess.RunAsync(folder.Path, [words[0], "empty", .. words[1..], .. s_contract]);
        var many = await DagstackProcess.RunAsync(folder.Path, [words[0], "plugins", .. words[1..], .. s_contract]);

        Assert.Equal((2, 2), (none.ExitCode, many.ExitCode));
        Assert.StartsWith("There is no plugin in 'empty'", none.Error, StringComparison.Ordinal);
        Assert.StartsWith("'plugins' has 2 plugins. Name the folder of one: ", many.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_AsJson_HasHashAndSchemas()
    {
        using var folder = new TempFolder();

        var ran = await DagstackProcess.RunAsync(folder.Path, ["inspect", Plugins.Fixed, "--json", .. s_contract]);

        Assert.Equal(0, ran.ExitCode);
        var plugin = JsonElement.Parse(ran.Output);
        Assert.Equal("chunker:fixed", plugin.GetProperty("plugin").GetString());
        Assert.Matches("^[0-9a-f]{64}$", plugin.GetProperty("sha256").GetString());
        var hook = Assert.Single(plugin.GetProperty("hooks").EnumerateArray());
        Assert.Equal("chunk", hook.GetProperty("name").GetString());
        Assert.Equal("text", Assert.Single(hook.GetProperty("input").GetProperty("required").EnumerateArray()).GetString());
        Assert.Equal(JsonValueKind.Object, hook.GetProperty("output").ValueKind);
    }

    [Fact]
    public async Task Inspect_BrokenManifest_HasItsProblems()
    {
        using var folder = Plugins.OfThePage();

        var text = await DagstackProcess.RunAsync(folder.Path, "inspect", "plugins/words", "--contract", "Chunking.Contracts.dll");
        var json = await DagstackProcess.RunAsync(folder.Path, "inspect", "plugins/words", "--contract", "Chunking.Contracts.dll", "--json");

        Assert.Equal((1, 1), (text.ExitCode, json.ExitCode));
        Assert.Contains("(6,1): error: unknown key 'plugin.entry_pont'", text.Output, StringComparison.Ordinal);
        Assert.Equal(3, JsonElement.Parse(json.Output).GetProperty("manifests")[0].GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task Test_BrokenPlugin_FailsAndSaysWhere()
    {
        using var folder = new TempFolder();
        Plugins.Copy(Plugins.Fixed, folder.Combine("fixed"));
        var manifest = await File.ReadAllTextAsync(folder.Combine("fixed/dagstack.toml"), TestContext.Current.CancellationToken);
        folder.Write("fixed/dagstack.toml", manifest.Replace("plugin:FixedChunker", "plugin:OtherChunker", StringComparison.Ordinal));

        var ran = await DagstackProcess.RunAsync(folder.Path, ["test", "fixed", "--json", .. s_contract]);

        Assert.Equal((1, string.Empty), (ran.ExitCode, ran.Error));
        var report = JsonElement.Parse(ran.Output);
        Assert.False(report.GetProperty("ok").GetBoolean());
        Assert.Contains("OtherChunker", report.GetProperty("failures")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_PluginInAProcessOfItsOwn_IsStartedAsItsManifestSays()
    {
        using var folder = new TempFolder();

        var ran = await DagstackProcess.RunAsync(folder.Path, ["test", Plugins.Brackets, .. s_contract]);

        Assert.Contains("serialization", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("does not start", ran.Output, StringComparison.Ordinal);
    }
}
