using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>A hook for all plugins that is called on one is warned of, where it is called.</summary>
public sealed class DirectCallTests
{
    private const string Prelude = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Dagstack.Extensions.Plugins;
        namespace Host;
        [PluginKind("stage")]
        internal interface IStage
        {
            [Hook(DispatchClass.BroadcastCollect)] string Describe(string topic);
            [Hook(DispatchClass.BroadcastCollect)] int Weight { get; set; }
            [Hook(DispatchClass.BroadcastCollect)] int this[int index] { get; }
            [Hook(DispatchClass.BroadcastNotify)] Task TellAsync(string news);
            [Hook(DispatchClass.Chain)] string Clean(string text);
            [Hook(DispatchClass.Capability)] string Handle(string text);
            string Lead();
        }

        """;

    [Theory]
    [InlineData("one.Describe(\"x\")", "'Describe' has the dispatch class BroadcastCollect", "collects the results of all")]
    [InlineData("one.Weight.ToString()", "'Weight' has the dispatch class BroadcastCollect", "collects the results of all")]
    [InlineData("one.Weight.ToString()", "'Weight' has the dispatch class BroadcastCollect", "Call plugins.GetWeight() on IPlugins<T>")]
    [InlineData("(one.Weight = 5).ToString()", "'Weight' has the dispatch class BroadcastCollect", "Set it in a delegate that is given to plugins.Collect(…) on IPlugins<T>, which calls all")]
    [InlineData("one[3].ToString()", "'this[]' has the dispatch class BroadcastCollect", "Call plugins.Collect(plugin => plugin[…]) on IPlugins<T>, which collects the results of all")]
    [InlineData("one.TellAsync(\"x\").ToString()", "'TellAsync' has the dispatch class BroadcastNotify", "tells all")]
    [InlineData("one.Clean(\"x\")", "'Clean' has the dispatch class Chain", "sends the value through all")]
    [InlineData("all[\"a\"].Clean(\"x\")", "'Clean' has the dispatch class Chain", "sends the value through all")]
    public async Task Analyzer_HookForAllOnOne_Warns(string call, string what, string advice)
    {
        var diagnostic = Assert.Single(await AnalyzeAsync(call));
        Assert.Equal(("DSP019", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Contains(what, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains(advice, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one.Handle(\"x\")")]
    [InlineData("one.Lead()")]
    [InlineData("all.Describe(\"x\").ToString()")]
    [InlineData("all.Clean(\"x\")")]
    [InlineData("all.GetWeight().ToString()")]
    [InlineData("all.Lead() + all.Handle(new() { Extension = \".a\" }, \"x\")")]
    [InlineData("all.Collect(stage => stage.Describe(\"x\")).ToString()")]
    [InlineData("all.Chain(\"x\", (stage, text) => stage.Clean(text))")]
    [InlineData("all.NotifyAsync((stage, token) => { var news = \"x\"; return stage.TellAsync(news); }).ToString()")]
    [InlineData("new Plugin().Describe(\"x\")")]
    public async Task Analyzer_NearMiss_SaysNothing(string call) => Assert.Empty(await AnalyzeAsync(call));

    /// <summary>The generated methods have the shapes of their classes, and no hook is there by another class.</summary>
    [Theory]
    [InlineData("BroadcastResult<string> r = all.Describe(\"x\");", null)]
    [InlineData("BroadcastResult<int> r = all.GetWeight();", null)]
    [InlineData("Task r = all.TellAsync(\"x\", CancellationToken.None);", null)]
    [InlineData("string r = all.Clean(\"x\");", null)]
    [InlineData("string r = all.Handle(new CapabilityRequest { Extension = \".a\" }, \"x\");", null)]
    [InlineData("string r = all.Lead();", null)]
    [InlineData("string r = all.Describe(\"x\");", "CS0029")]
    [InlineData("string r = all.Handle(\"x\");", "CS7036")]
    [InlineData("BroadcastResult<string> r = all.Clean(\"x\");", "CS0029")]
    [InlineData("string r = all.Weight;", "CS1061")]
    [InlineData("all.Clean();", "CS7036")]
    public void Generated_Methods_HaveTheShapeOfTheirClass(string statement, string? error)
    {
        var generated = Generated.From(Prelude + $"internal static class Calls {{ public static void Run(IPlugins<IStage> all) {{ {statement} }} }}");
        Assert.Equal(error is null ? [] : [error], generated.Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error).Select(static diagnostic => diagnostic.Id));
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string call)
    {
        var generated = Generated.From(Prelude + $$"""
            internal sealed class Plugin(IStage? inner = null) : IStage
            {
                public string Describe(string topic) => inner?.Describe(topic) ?? topic;
                public int Weight { get => inner?.Weight ?? 1; set { } }
                public int this[int index] => index;
                public Task TellAsync(string news) => Task.CompletedTask;
                public string Clean(string text) => text;
                public string Handle(string text) => text;
                public string Lead() => Describe("x");
            }
            internal static class Calls { public static string Run(IPlugins<IStage> all, IStage one) => {{call}}; }
            """);
        Assert.DoesNotContain(generated.Output.GetDiagnostics(TestContext.Current.CancellationToken), static diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);
        return await generated.Output.WithAnalyzers([new DirectCallAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }
}
