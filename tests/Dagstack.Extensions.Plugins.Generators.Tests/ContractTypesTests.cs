using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>Hooks with types that JSON cannot carry are warned of in the contract.</summary>
public sealed class ContractTypesTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "void M(Stream data);", "the parameter 'data' is a stream" },
        { "FileStream M();", "its result is a stream" },
        { "Task<Stream> MAsync();", "its result is a stream" },
        { "IAsyncEnumerable<TextReader> M();", "its result is a reader" },
        { "void M(Func<int> make);", "the parameter 'make' is a delegate" },
        { "ArgumentException? P { get; }", "its value is an exception" },
        { "void M(Task pending);", "the parameter 'pending' is a task" },
        { "void M(Type type);", "the parameter 'type' is a part of the program" },
        { "void M(nint at);", "the parameter 'at' is an address" },
        { "void M((int A, string B) pair);", "the parameter 'pair' is a tuple" },
        { "List<Tuple<int>> M();", "an item of its result is a tuple" },
        { "void M(IAsyncEnumerable<int> items);", "the parameter 'items' is a stream of items" },
        { "int[,] M();", "its result is an array of several dimensions" },
        { "void M(List<Stream[]> all);", "an item of an item of the parameter 'all' is a stream" },
        { "void M(IReadOnlyDictionary<string, Action> all);", "a part of the parameter 'all' is a delegate" },
        { "void M(Request request);", "Body of the parameter 'request' is a stream" },
        { "void M(Outer outer);", "Body of Inner of the parameter 'outer' is a stream" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Analyzer_TypeThatJsonCannotCarry_Warns(string hook, string message)
    {
        var diagnostic = Assert.Single(await Analyzed.RunAsync(null, Source(hook)));
        Assert.Equal(("DSP036", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains("[Hook(Exposed = false)]", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(await Analyzed.RunAsync(null, Source("[Hook(Exposed = false)] " + hook)));
        Assert.Empty(await Analyzed.RunAsync(null, Source("[AllowPluginViolation(\"SerializationError\", \"Its plugins are in process.\")] " + hook)));
        Assert.Empty(await Analyzed.RunAsync(null, Source(hook, attribute: string.Empty)));
        Assert.Empty(await Analyzed.RunAsync(null, Source(hook, attribute: "[PluginKind(\"k\", InProcessOnly = true)]")));
    }

    [Theory]
    [InlineData("void M(string a, int? b, Guid c, DateTimeOffset d, byte[] e, Uri f, decimal g, CancellationToken h);")]
    [InlineData("Task M(CancellationToken a);")]
    [InlineData("ValueTask<ChainResult<int>> M(int a);")]
    [InlineData("IAsyncEnumerable<string> M();")]
    [InlineData("IReadOnlyDictionary<string, List<int[]>> M(System.Text.Json.JsonElement a, object b);")]
    [InlineData("Tree M(Tree tree);")]
    [InlineData("void M(Converted a, Ignored b);")]
    [InlineData("static void M(Stream a) { }")]
    public async Task Analyzer_NearMiss_SaysNothing(string hook) => Assert.Empty(await Analyzed.RunAsync(null, Source(hook)));

    private static string Source(string hook, string attribute = "[PluginKind(\"k\")]") => Analyzed.Usings + $$"""
        public sealed class Request { public int Size { get; set; } public Stream? Body { get; set; } }
        public sealed record Outer(Request Inner);
        public sealed class Tree { public List<Tree> Children { get; } = []; private Stream? Hidden { get; set; } public static Stream? Shared => null; }
        public sealed class Ignored { [System.Text.Json.Serialization.JsonIgnore] public Stream? Body { get; set; } }
        [System.Text.Json.Serialization.JsonConverter(typeof(int))] public sealed class Converted { public Stream? Body { get; set; } }
        {{attribute}}
        public interface IContract { {{hook}} }
        """;
}
