using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>Hooks that return a sequence which is made only while it is read are warned of.</summary>
public sealed class LazyResultTests
{
    [Theory]
    [InlineData("{ yield return text; }", "it has 'yield return'")]
    [InlineData("=> text.Split('x').Select(static part => part.Trim());", "it comes from 'Select'")]
    [InlineData("=> from part in text.Split('x') where part.Length > 1 select part;", "it comes from 'Where'")]
    [InlineData("{ var parts = text.Split('x').Where(static part => part.Length > 1); return parts; }", "it comes from 'Where'")]
    [InlineData("=> text.Length == 0 ? [] : text.Split('x').Order();", "it comes from 'Order'")]
    [InlineData("=> text.Length switch { 0 => [], _ => text.Split('x').Skip(1) };", "it comes from 'Skip'")]
    [InlineData("=> (IEnumerable<string>?)null ?? text.Split('x').Reverse();", "it comes from 'Reverse'")]
    [InlineData("=> text.Split('x').Skip(1).AsEnumerable();", "it comes from 'Skip'")]
    [InlineData("=> Parts(text); private static IEnumerable<string> Parts(string text) { yield return text; }", "it comes from 'Parts', which has 'yield return'")]
    [InlineData("{ return Parts(); IEnumerable<string> Parts() { yield return text; } }", "it comes from 'Parts', which has 'yield return'")]
    public async Task Analyzer_SequenceMadeLazily_Warns(string body, string why)
    {
        var diagnostic = Assert.Single(await Analyzed.RunAsync(Analyzed.Manifest, Source(body)));
        Assert.Equal(("DSP038", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.StartsWith($"What the hook 'Chunk' returns is made only while it is read: {why}.", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(await Analyzed.RunAsync(null, Source(body)));
        Assert.Single(await Analyzed.RunAsync(null, Source(body, "[Plugin(\"chunker\", \"fixed\")]")));
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(body, "[AllowPluginViolation(\"LeakDetected\", \"It is read before the call ends.\")]")));
    }

    [Theory]
    [InlineData("Task<IEnumerable<string>>", "=> Task.FromResult(text.Split('x').Select(static part => part.Trim()));")]
    [InlineData("ValueTask<IEnumerable<string>>", "=> new(text.Split('x').Select(static part => part.Trim()));")]
    [InlineData("ValueTask<IEnumerable<string>>", "=> ValueTask.FromResult(text.Split('x').Select(static part => part.Trim()));")]
    [InlineData("Task<IEnumerable<string>>", "{ return Task.FromResult<IEnumerable<string>>(text.Split('x').Order()); }")]
    [InlineData("System.Collections.IEnumerable", "{ yield return text; }")]
    public async Task Analyzer_OtherShapes_Warns(string result, string body) =>
        Assert.Equal("DSP038", Assert.Single(await Analyzed.RunAsync(Analyzed.Manifest, Source(body, result: result))).Id);

    [Fact]
    public async Task Analyzer_AsynchronousHook_Warns()
    {
        const string Body = "{ await Task.Yield(); return text.Split('x').Select(static part => part.Trim()); }";
        var diagnostics = await Analyzed.RunAsync(Analyzed.Manifest, Source(Body, result: "Task<IEnumerable<string>>", modifier: "async"));
        Assert.Equal("DSP038", Assert.Single(diagnostics).Id);
    }

    [Fact]
    public async Task Analyzer_ExplicitImplementation_WarnsByTheNameOfTheHook()
    {
        var source = Source("=> [];").Replace("public  IEnumerable<string> Chunk(string text) => [];", "IEnumerable<string> IChunker.Chunk(string text) => text.Split('x').Skip(1);", StringComparison.Ordinal);
        Assert.StartsWith("What the hook 'Chunk' returns", Assert.Single(await Analyzed.RunAsync(Analyzed.Manifest, source)).GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=> text.Split('x').Select(static part => part.Trim()).ToList();")]
    [InlineData("=> text.Split('x').Order().ToArray();")]
    [InlineData("=> [.. text.Split('x').Skip(1)];")]
    [InlineData("=> text.Split('x');")]
    [InlineData("=> Enumerable.Empty<string>();")]
    [InlineData("=> Enumerable.Repeat(text, 2);")]
    [InlineData("{ var parts = text.Split('x').Where(static part => part.Length > 1); return parts.ToList(); }")]
    [InlineData("{ Func<IEnumerable<string>> parts = () => text.Split('x').Skip(1); return parts().ToList(); }")]
    [InlineData("{ foreach (var part in Parts(text)) { return [part]; } return []; } private static IEnumerable<string> Parts(string text) { yield return text; }")]
    [InlineData("=> []; public IEnumerable<string> Other(string text) { yield return text; }")]
    public async Task Analyzer_NearMiss_SaysNothing(string body) => Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(body)));

    [Fact]
    public async Task Analyzer_StreamOrClassThatIsNoPlugin_SaysNothing()
    {
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source("{ await Task.Yield(); yield return text; }", result: "IAsyncEnumerable<string>", modifier: "async")));
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source("=> [];") + "internal sealed class Helper { public IEnumerable<string> Chunk(string text) { yield return text; } }"));
    }

    private static string Source(string body, string on = "", string result = "IEnumerable<string>", string modifier = "") => "using System.Linq;\n" + Analyzed.Usings + $$"""
        [PluginKind("chunker")] public interface IChunker { {{result}} Chunk(string text); }
        {{on}} public sealed class FixedChunker : IChunker
        {
            public {{modifier}} {{result}} Chunk(string text) {{body}}
        }
        """;
}
