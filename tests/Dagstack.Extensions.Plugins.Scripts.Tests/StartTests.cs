namespace Dagstack.Extensions.Plugins.Scripts.Tests;

/// <summary>Plugins of two files that start, and what their code may use.</summary>
public sealed class StartTests
{
    private static readonly string[] s_three = ["one", "two", "three"];

    [Fact]
    public async Task Start_ChunkerOfTheGuide_Serves()
    {
        using var folder = new ScriptFolder().Write(Code.Lines);
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal(PluginState.Ready, host.Status().State);
        Assert.Equal(s_three, host.Chunker().Chunk("one\ntwo\nthree").Select(static chunk => chunk.Text));
    }

    [Fact]
    public async Task Start_CompiledOnce_ForTheLookAndTheStart()
    {
        using var folder = new ScriptFolder().Write(Code.Lines).Write(Code.Saying("second"), "second");
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal(2, host.Logs.Lines.Count(static line => line.Contains("[300]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_KeyedParameterOfAnotherPlugin_StartsAfterIt()
    {
        using var folder = new ScriptFolder()
            .Write("""
                using Chunking;
                using Microsoft.Extensions.DependencyInjection;

                public sealed class LineChunker([FromKeyedServices("chunker:other")] IChunker other) : IChunker, IPluginSetup
                {
                    private string _seen = "";

                    public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
                    {
                        _seen = other.Chunk("")[0].Text;
                        return default;
                    }

                    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) => [new(0, "after " + _seen)];
                }
                """)
            .Write(Code.Saying("other"), "other");
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal("after other", host.Says());
    }

    [Fact]
    public async Task Start_OptionsLoggerAndClock_AreInjected()
    {
        using var folder = new ScriptFolder().Write(
            """
            using Chunking;
            using Microsoft.Extensions.Logging;
            using Microsoft.Extensions.Options;

            public sealed class LineChunker(IOptions<LineOptions> options, ILogger<LineChunker> logger, Clock clock) : IChunker
            {
                public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null)
                {
                    logger.LogInformation("at {Year}", clock.GetUtcNow().Year > 2000);
                    return [new(0, options.Value.Mark)];
                }
            }

            public sealed class LineOptions { public string Mark { get; set; } = "default"; }
            """,
            more: "[plugin.resources]\nrequired = [\"clock\"]");
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal("default", host.Says());
        Assert.True(host.HasLogged("at True"));
    }

    [Fact]
    public async Task Start_LatestLanguage_AndUsingsOfProjects()
    {
        using var folder = new ScriptFolder().Write(Code.Body(
            """
            var list = new List<string> { Path.GetFileName("a/b") };
            Func<Task<int>> one = async () => { await Task.Yield(); return 1; };
            return [new(one().Result, string.Join(',', list.Select(item => item.Twice())) + nameof(HttpClient) + nameof(CancellationToken))];
            """)
            + """

            public static class Texts
            {
                extension(string text)
                {
                    public string Twice() => text + text;
                }
            }
            """);
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal("bbHttpClientCancellationToken", host.Says());
    }

    [Fact]
    public async Task Start_AssembliesOfTheFolder_AreReferencedAndLoaded()
    {
        using var folder = new ScriptFolder().Write(Code.Body("return [new(0, Beside.Answer.Text)];"));
        await File.WriteAllBytesAsync(folder.FileOf("lines", "Beside.dll"), Compiler.Compile("Beside", "namespace Beside { public static class Answer { public static string Text => \"beside\"; } }"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.FileOf("lines", "native.dll"), "no assembly", TestContext.Current.CancellationToken);
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal("beside", host.Says());
    }

    [Fact]
    public async Task Start_AssemblyOfTheHostAlone_IsNotReferenced()
    {
        // The host of this test has xunit, which is nothing that plugins share.
        using var folder = new ScriptFolder().Write(Code.Body("return [];", before: "using Xunit;"));
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Contains("CS0246: The type or namespace name 'Xunit' could not be found", host.Status().Reason, StringComparison.Ordinal);
        Assert.Contains("put what else it needs there", host.Status().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NullableWarnings_AreNoErrors()
    {
        using var folder = new ScriptFolder().Write(Code.Body("string? nothing = text.Length > 100 ? null : text; return [new(nothing.Length, nothing)];"));
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal("text", host.Says());
        Assert.True(host.HasLogged("[301] The compiler warns of plugin chunker:lines: " + folder.File() + "(8,72): CS8602"));
    }

    [Fact]
    public async Task Start_TwoPluginsOfOneFolder_AreTwoManifestsOnly()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("one"), "one").Write(Code.Saying("two"), "two");
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal(("one", "two"), (host.Says("one"), host.Says("two")));
    }

    [Fact]
    public async Task Start_DllAndSource_TakesTheDllAndSaysSoOnce()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("source"));
        await File.WriteAllBytesAsync(folder.FileOf("lines", "plugin.dll"), Assemblies.Chunker("dll"), TestContext.Current.CancellationToken);
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal("dll", host.Says());
        Assert.Single(host.Logs.Lines, static line => line.Contains("[45] Plugin chunker:lines has plugin.dll and plugin.cs for one module: the assembly is loaded, and plugin.cs is ignored", StringComparison.Ordinal));
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public async Task Start_LineOfAnException_IsThatOfTheFile()
    {
        using var folder = new ScriptFolder().Write(Code.Body("throw new InvalidOperationException(\"on purpose\");"));
        await using var host = await ScriptHost.StartAsync(folder);

        var error = Assert.ThrowsAny<Exception>(() => host.Says());
        Assert.Contains($"{folder.File()}:line 8", error.ToString(), StringComparison.Ordinal);
    }
}
