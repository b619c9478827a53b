using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>State in static members of a plugin project is warned of, where it is declared or changed.</summary>
public sealed class StaticStateTests
{
    [Theory]
    [InlineData("internal static int Count;", "Holder.Count can be written")]
    [InlineData("internal static int Count { get; set; }", "Holder.Count can be written")]
    [InlineData("internal static int Count { get; private set; } = 1;", "Holder.Count can be written")]
    [InlineData("[ThreadStatic] internal static int Count;", "Holder.Count has another value on each thread")]
    [InlineData("internal static readonly AsyncLocal<int> Flow = new();", "Holder.Flow has another value on each thread or flow")]
    [InlineData("internal static readonly ThreadLocal<int> PerThread = new();", "Holder.PerThread has another value")]
    [InlineData("internal static event EventHandler? Changed; internal static void Fire() => Changed?.Invoke(null, EventArgs.Empty);", "Holder.Changed keeps whoever subscribes alive")]
    [InlineData("private static readonly List<int> s_all = []; internal static void M() => s_all.Add(1);", "Holder.s_all is changed here")]
    [InlineData("private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> s_all = new(); internal static int M() => s_all.GetOrAdd(1, 2);", "Holder.s_all is changed here")]
    [InlineData("private static readonly Dictionary<int, int> s_all = []; internal static void M() => s_all[1] = 2;", "Holder.s_all is changed here")]
    [InlineData("private static readonly Dictionary<int, int> s_all = []; internal static void M() => s_all[1]++;", "Holder.s_all is changed here")]
    [InlineData("private static readonly int[] s_all = [1]; internal static void M() => s_all[0] += 2;", "Holder.s_all is changed here")]
    [InlineData("private sealed class Box { public int Value; public int Other { get; set; } } private static readonly Box s_box = new(); internal static void M() => s_box.Value = s_box.Other;", "Holder.s_box is changed here")]
    [InlineData("internal static List<int> All { get; } = []; internal static void M() => All.Clear();", "Holder.All is changed here")]
    public async Task Analyzer_StaticState_Warns(string members, string message)
    {
        var diagnostic = Assert.Single(await Analyzed.RunAsync(Analyzed.Manifest, Source(members)));
        Assert.Equal(("DSP033", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.StartsWith(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains("Keep state in fields of the instance", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(await Analyzed.RunAsync(null, Source(members)));
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(members, "[AllowPluginViolation(\"AmbientStateViolation\", \"It does no harm.\")]")));
    }

    [Theory]
    [InlineData("internal const int Count = 1; internal static readonly int Other = 2;")]
    [InlineData("internal static int Count => 1; internal static int Size { get; } = 2; internal int Own { get; set; }")]
    [InlineData("private static readonly Dictionary<int, int> s_all = new() { [1] = 2 }; internal static int M() => s_all[1];")]
    [InlineData("private static readonly List<int> s_all = []; static Holder() => s_all.Add(1); internal static int M() => s_all.Count;")]
    [InlineData("private static readonly System.Collections.Immutable.ImmutableList<int> s_all = []; internal static object M() => s_all.Add(1);")]
    [InlineData("private readonly List<int> _all = []; internal void M() => _all.Add(1);")]
    [InlineData("private static readonly List<int> s_all = []; internal static void M() { var copy = new List<int>(s_all); copy.Add(1); }")]
    [InlineData("internal static List<int> M() { List<int> Make() => []; var all = Make(); all.Add(1); return all; }")]
    public async Task Analyzer_NearMiss_SaysNothing(string members) => Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(members)));

    [Fact]
    public async Task Analyzer_AllowanceOnTheFieldOrWhereItIsChanged_SaysNothing()
    {
        const string Allow = "[AllowPluginViolation(\"AmbientStateViolation\", \"It does no harm.\")] ";
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(Allow + "internal static int Count; " + Allow + "internal static int Other { get; set; }")));
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(Allow + "private static readonly List<int> s_all = []; internal static void M() => s_all.Add(1);")));
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source("private static readonly List<int> s_all = []; " + Allow + "internal static void M() => s_all.Add(1);")));
    }

    private static string Source(string members, string onClass = "") => Analyzed.Usings + $$"""
        [PluginKind("chunker")] public interface IChunker { string Chunk(string text); }
        public sealed class FixedChunker : IChunker { public string Chunk(string text) => text; }
        {{onClass}}
        internal sealed class Holder { {{members}} }
        """;
}
