using Chunking;
using Dagstack.Extensions.Plugins.Testing.Tests.Support;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Mutation;

/// <summary>FixedChunker, compiled from its source with one violation at a time, is caught; without one it is clean.</summary>
public sealed class MutationTests
{
    private const int FewByDefault = 4;

    // What the generator of log messages would write.
    private const string Generated = "namespace Chunking.Fixed; public sealed partial class FixedChunker { private partial void LogChunked(int length, int pieces, double milliseconds) => _ = logger; }";

    private static readonly string s_plugin = Path.Combine(Repository.Root, "samples", "plugins", "FixedChunker");

    public static TheoryData<int, string> Mutations()
    {
        var data = new TheoryData<int, string>();
        var count = LongTests.AreRun ? Mutation.All.Count : FewByDefault;
        for (var i = 0; i < count; i++)
        {
            data.Add(i, Mutation.All[i].Name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task RunAsync_FixedChunkerWithViolation_IsCaught(int index, string name)
    {
        var mutation = Mutation.All[index];

        var report = await RunAsync(mutation.Apply);

        Assert.False(report.Ok, name);
        Assert.Contains(mutation.Code, report.Failures.Select(static failure => failure.Code));
    }

    [Fact]
    public async Task RunAsync_FixedChunkerCompiledAsItIs_IsClean()
    {
        var report = await RunAsync(static source => source);

        Assert.True(report.Ok, report.FormatFailures());
    }

    [Fact]
    public void Mutations_ThereAre_AtLeastTwentyOfEveryKind()
    {
        Assert.True(Mutation.All.Count >= 20);
        Assert.Equal(7, Mutation.All.Select(static mutation => mutation.Code).Distinct().Count());
    }

    private static async Task<PluginReport> RunAsync(Func<string, string> edit)
    {
        using var folder = new TempFolder();
        var source = (await File.ReadAllTextAsync(Path.Combine(s_plugin, "FixedChunker.cs"))).ReplaceLineEndings("\n");
        var options = await File.ReadAllTextAsync(Path.Combine(s_plugin, "FixedChunkerOptions.cs"));
        File.Copy(Path.Combine(s_plugin, "dagstack.toml"), folder.Combine("dagstack.toml"));
        PluginCompiler.Compile(folder.Path, "plugin", [("FixedChunker.cs", edit(source)), ("FixedChunkerOptions.cs", options), ("Generated.cs", Generated)]);
        return await PluginContractSuite.ForFolder(folder.Path)
            .WithCall<IChunker>(static chunker =>
            {
                _ = chunker.Chunk("Hello, dagstack!", 5);
                _ = chunker.Chunk("a😀😀😀", 2);
                _ = chunker.Chunk(string.Empty);
            })
            .RunAsync(TestContext.Current.CancellationToken);
    }
}
