using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>A manifest and a class that disagree are warned of, in the manifest where that is possible.</summary>
public sealed class ManifestAnalyzerTests
{
    [Theory]
    [InlineData("entry_point = \"plugin:FixdChunker\"", "DSP040", "'FixdChunker', which this project does not have. Write the name of a class that implements a contract: FixedChunker, Greeter, Hidden, InHidden, Nested, Optional, Refiner, Resources, Two")]
    [InlineData("entry_point = \"plugin:Chunking.Other.FixedChunker\"", "DSP040", "which this project does not have")]
    [InlineData("entry_point = \"plugin:Base\"", "DSP040", "'Base', which is abstract. Name a class")]
    [InlineData("entry_point = \"plugin:Helper\"", "DSP040", "'Helper', which is static")]
    [InlineData("entry_point = \"plugin:IChunker\"", "DSP040", "which is no class")]
    [InlineData("entry_point = \"plugin:Hidden\"", "DSP040", "'Hidden', which is not public. Write 'public' before 'class'")]
    [InlineData("entry_point = \"plugin:Chunking.Inner+InHidden\"", "DSP040", "'Chunking.Inner+InHidden', which is not public. Write 'public'")]
    [InlineData("kind = \"greeter\"", "DSP041", "'FixedChunker' cannot be a plugin of the kind 'greeter': it implements IChunker, the contract of 'chunker'")]
    [InlineData("kind = \"chnuker\"", "DSP041", "it implements IChunker, the contract of 'chunker'")]
    [InlineData("entry_point = \"plugin:Nothing\"", "DSP041", "'Nothing' cannot be a plugin of the kind 'chunker': it does not implement IChunker")]
    [InlineData("execution_model = \"async\"", "DSP044", "the contract 'IChunker' has no asynchronous hook. Write execution_model = \"sync\"")]
    public async Task Analyzer_ManifestThatDisagrees_WarnsInTheManifest(string line, string id, string message)
    {
        var diagnostic = Assert.Single(await Analyzed.RunAsync(Manifest(line), Source));
        Assert.Equal((id, DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var place = diagnostic.Location.GetLineSpan();
        Assert.Equal("/repository/plugin/dagstack.toml", place.Path);
        Assert.Equal(line, Manifest(line).Split('\n')[place.StartLinePosition.Line]);
        Assert.Equal(line.IndexOf('"', StringComparison.Ordinal), place.StartLinePosition.Character);
    }

    [Theory]
    [InlineData("[plugin.resources]\nrequired = [\"clock\", \"rng\", \"tmpdir\", \"http_client\"]", "BlobStore blobs, which is the resource 'blob_store'", 8)]
    [InlineData("[plugin.resources]\noptional = []\nrequired = [ # all\n  'clock',\n  \"rng\", \"tmpdir\",\n  \"blob_store\" ]", "HttpClient client, which is the resource 'http_client'", 9)]
    [InlineData("", "TimeProvider clock, which is the resource 'clock'", 6)]
    public async Task Analyzer_ResourceThatIsNotDeclared_WarnsWhereItWouldBe(string resources, string message, int line)
    {
        var diagnostics = await Analyzed.RunAsync(Manifest("entry_point = \"plugin:Resources\"") + "\n" + resources, Source);
        var diagnostic = diagnostics.First(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture).Contains(message, StringComparison.Ordinal));
        Assert.Equal(("DSP042", line), (diagnostic.Id, diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1));
        Assert.Equal(resources.Length == 0 ? 5 : 1, diagnostics.Count);
    }

    [Fact]
    public async Task Analyzer_OptionalResourceThatIsNotNullable_WarnsAtTheParameter()
    {
        var diagnostic = Assert.Single(await Analyzed.RunAsync(Manifest("entry_point = \"plugin:Optional\"") + "\n[plugin.resources]\noptional = [\"clock\", \"rng\"]", Source));
        Assert.Equal("DSP043", diagnostic.Id);
        Assert.Contains("'clock' is optional in the manifest, and 'clock' is null", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal("clock", diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, 5));
    }

    [Theory]
    [InlineData("execution_model = \"sync\"")]
    [InlineData("execution_model = \"thread_cpu_bound\"")]
    [InlineData("entry_point = \"plugin:Chunking.FixedChunker\"")]
    [InlineData("entry_point = \"plugin:Chunking.Outer+Nested\"")]
    [InlineData("entry_point = \"elsewhere:Missing\"")]
    [InlineData("entry_point = \"nonsense\"")]
    [InlineData("runtime = \"mcp_http\"\nentry_point = \"plugin:Missing\"")]
    [InlineData("runtime = \"mcp_stdio\"\nentry_point = \"plugin:Missing\"\n[plugin.mcp_stdio]\ncommand = [\"node\", \"server.mjs\"]")]
    [InlineData("entry_point = \"plugin:Nothing\"\nkind = \"unknown\"")]
    [InlineData("entry_point = \"plugin:Comparer\"\nkind = \"comparer\"")]
    [InlineData("entry_point = \"plugin:Two\"")]
    public async Task Analyzer_NearMiss_SaysNothing(string lines) => Assert.Empty(await Analyzed.RunAsync(Manifest(lines), Source));

    [Fact]
    public async Task Analyzer_ContractOfAsynchronousHooks_IsNotSync()
    {
        var manifest = Manifest("entry_point = \"plugin:Greeter\"\nkind = \"greeter\"\nexecution_model = \"sync\"");
        Assert.Equal("DSP044", Assert.Single(await Analyzed.RunAsync(manifest, Source)).Id);
        Assert.Empty(await Analyzed.RunAsync(manifest.Replace("\"sync\"", "\"async\"", StringComparison.Ordinal), Source));
    }

    [Theory]
    [InlineData("in_process_only = true", 1)]
    [InlineData("in_process_only = false", 0)]
    [InlineData("priority = 5", 0)]
    public async Task Analyzer_KindWithAChain_DoesNotStayInProcess(string line, int count)
    {
        var diagnostics = await Analyzed.RunAsync(Manifest($"entry_point = \"plugin:Refiner\"\nkind = \"refiner\"\n{line}"), Source);

        Assert.Equal(count, diagnostics.Count);
        Assert.All(diagnostics, static diagnostic => Assert.Equal("DSP045", diagnostic.Id));
        Assert.All(diagnostics, diagnostic => Assert.Contains("the contract 'IRefiner' has the chain hook 'Refine'", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.All(diagnostics, static diagnostic => Assert.Equal("in_process_only = ".Length, diagnostic.Location.GetLineSpan().StartLinePosition.Character));
    }

    [Fact]
    public async Task Analyzer_ForeignContractOfChains_DoesNotStayInProcess()
    {
        const string Foreign = "[assembly: PluginKind<IFormatter>(\"formatter\", Dispatch = DispatchClass.Chain)] interface IFormatter { string Format(string text); } public sealed class Formatter : IFormatter { public string Format(string text) => text; }";

        var diagnostic = Assert.Single(await Analyzed.RunAsync(Manifest("entry_point = \"plugin:Formatter\"\nkind = \"formatter\"\nin_process_only = true"), Analyzed.Usings + Foreign));

        Assert.Equal("DSP045", diagnostic.Id);
    }

    [Theory]
    [InlineData("plugin = { name = \"fixed\", kind = \"greeter\", entry_point = \"plugin:FixedChunker\", runtime = [\"in_process\"] }")]
    [InlineData("plugin.kind = 'greeter'\nplugin.entry_point = 'plugin:FixedChunker'\n")]
    [InlineData("[tool.dagstack.plugin]\nkind = \"greeter\" # why\nentry_point = \"plugin:FixedChunker\"")]
    [InlineData("[plugin]\ndescription = \"\"\"\n[other]\nkind = \"chunker\" \"\"\"\nauthors = [\n  \"a # b\", # c\n]\n\"kind\" = \"greeter\"\nentry_point = \"plugin:FixedChunker\"\n[plugin.metadata]\nkind = \"chunker\"\n[[x]]\nkind = \"chunker\"")]
    public async Task Analyzer_ManifestInEveryForm_IsUnderstood(string manifest) => Assert.Equal("DSP041", Assert.Single(await Analyzed.RunAsync(manifest, Source)).Id);

    [Fact]
    public async Task Analyzer_BrokenManifest_SaysNothingAndEnds()
    {
        const string Good = "[plugin]\nname = \"a\"\nkind = \"chunker\"\nentry_point = \"plugin:FixedChunker\"\nx = { a = [1, {b = 'c'}], d = 2 }\n[plugin.resources]\nrequired = [\"clock\"]\n";
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var text = Good.Remove(random.Next(Good.Length), 1).Insert(random.Next(Good.Length - 1), "[]{}=\"'#,.\n\\"[random.Next(12)].ToString());
            Assert.NotNull(ManifestReader.Read(text[..random.Next(text.Length)]));
            Assert.NotNull(ManifestReader.Read(text));
        }

        Assert.Empty(await Analyzed.RunAsync("[plugin\nentry_point = [[[", Source));
    }

    // The lines stand in the places of those with the same keys.
    private static string Manifest(string lines)
    {
        var own = lines.Split('\n');
        var keys = own.Select(static line => line.Split(' ')[0]).ToList();
        return string.Join('\n', Analyzed.Manifest.ReplaceLineEndings("\n").Split('\n').Where(line => !keys.Contains(line.Split(' ')[0])).Concat(own));
    }

    private const string Source = Analyzed.Usings + """
        [assembly: PluginKind<IComparer<string>>("comparer")]
        namespace Chunking
        {
            [PluginKind("chunker")] public interface IChunker { string Chunk(string text); }
            [PluginKind("greeter")] public interface IGreeter { Task<string> GreetAsync(); IAsyncEnumerable<int> Count(); }
            [PluginKind("refiner")] public interface IRefiner { [Hook(DispatchClass.Chain)] string Refine(string text); }
            public sealed class Refiner : IRefiner { public string Refine(string text) => text; }
            public sealed class FixedChunker : IChunker { public string Chunk(string text) => text; }
            public abstract class Base : IChunker { public string Chunk(string text) => text; }
            public static class Helper { }
            public sealed class Nothing { }
            public sealed class Greeter : IGreeter { public Task<string> GreetAsync() => Task.FromResult("x"); public IAsyncEnumerable<int> Count() => throw new NotSupportedException(); }
            public sealed class Comparer : IComparer<string> { public int Compare(string? x, string? y) => 0; }
            public sealed class Resources(TimeProvider clock, Random rng, BlobStore blobs, TempDir folder, HttpClient client, string other, IEnumerable<Clock> clocks) : IChunker
            {
                public string Chunk(string text) => $"{clock}{rng}{blobs}{folder}{client}{other}{clocks}";
            }
            public sealed class Optional(Clock clock, Rng? rng) : IChunker { public string Chunk(string text) => $"{clock}{rng}"; }
            public sealed class Two : IChunker
            {
                public Two() { }
                public Two(Clock clock) => _ = clock;
                public string Chunk(string text) => text;
            }
            internal sealed class Hidden : IChunker { public string Chunk(string text) => text; }
            internal sealed class Inner { public sealed class InHidden : IChunker { public string Chunk(string text) => text; } }
            public sealed class Outer { public sealed class Nested : IChunker { public string Chunk(string text) => text; } }
        }
        """;
}
