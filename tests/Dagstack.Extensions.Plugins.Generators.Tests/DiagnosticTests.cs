using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>Each diagnostic is reported where the author has to change something, and only there.</summary>
public sealed class DiagnosticTests
{
    // A line that ends with "// DSPnnn" is where that is expected.
    private const string Mark = "// DSP";

    public static TheoryData<string, string> Wrong => Rows(
        ("DSP001 type", "[PluginKind(\"k\")] // DSP001\ninterface I<T> { void M(T value); }"),
        ("DSP001 outer type", "class O<T> {\n[PluginKind(\"k\")] // DSP001\ninternal interface I { void M(); } }"),
        ("DSP002 method", "[PluginKind(\"k\")] interface I {\nvoid M<T>(T value); // DSP002\n}"),
        ("DSP002 default method", "[PluginKind(\"k\")] interface I {\nvoid M<T>() { } // DSP002\n}"),
        ("DSP002 inherited", "interface B {\nT M<T>(); // DSP002\n}\n[PluginKind(\"k\")] interface I : B { }"),
        ("DSP003 ref", "[PluginKind(\"k\")] interface I { void M(int a,\nref int b); // DSP003\n}"),
        ("DSP003 out", "[PluginKind(\"k\")] interface I {\nbool M(out int b); // DSP003\n}"),
        ("DSP003 in", "[PluginKind(\"k\")] interface I {\nvoid M(in int b); // DSP003\n}"),
        ("DSP003 ref readonly", "[PluginKind(\"k\")] interface I {\nvoid M(ref readonly int b); // DSP003\n}"),
        ("DSP003 ref return", "[PluginKind(\"k\")] interface I {\nref int M(); // DSP003\n}"),
        ("DSP003 ref readonly property", "[PluginKind(\"k\")] interface I {\nref readonly int P { get; } // DSP003\n}"),
        ("DSP003 in indexer", "[PluginKind(\"k\")] interface I {\nint this[in int i] { get; } // DSP003\n}"),
        ("DSP004 span", "[PluginKind(\"k\")] interface I {\nvoid M(Span<int> s); // DSP004\n}"),
        ("DSP004 params span", "[PluginKind(\"k\")] interface I {\nvoid M(params ReadOnlySpan<int> s); // DSP004\n}"),
        ("DSP004 returned", "[PluginKind(\"k\")] interface I {\nReadOnlySpan<char> M(); // DSP004\n}"),
        ("DSP004 own ref struct", "ref struct R { }\n[PluginKind(\"k\")] interface I {\nR P { get; } // DSP004\n}"),
        ("DSP004 set", "[PluginKind(\"k\")] interface I {\nSpan<int> P { set; } // DSP004\n}"),
        ("DSP004 pointer", "[PluginKind(\"k\")] unsafe interface I {\nvoid M(int* p); // DSP004\n}"),
        ("DSP004 function pointer", "[PluginKind(\"k\")] unsafe interface I {\ndelegate*<int> M(); // DSP004\n}"),
        ("DSP004 pointers in arrays", "[PluginKind(\"k\")] unsafe interface I {\nTask<int*[]> M(); // DSP004\n}"),
        ("DSP005 event", "[PluginKind(\"k\")] interface I {\nevent Action E; // DSP005\n}"),
        ("DSP005 default event", "[PluginKind(\"k\")] interface I {\nevent Action E { add { } remove { } } // DSP005\n}"),
        ("DSP006 method", "[PluginKind(\"k\")] interface I {\nstatic abstract void M(); // DSP006\n}"),
        ("DSP006 property", "[PluginKind(\"k\")] interface I {\nstatic abstract int P { get; set; } // DSP006\n}"),
        ("DSP006 event", "[PluginKind(\"k\")] interface I {\nstatic abstract event Action E; // DSP006\n}"),
        ("DSP006 operator", "interface B<T> where T : B<T> {\nstatic abstract T operator +(T a, T b); // DSP006\n}\nclass C : B<C> { public static C operator +(C a, C b) => a; }\n[PluginKind(\"k\")] interface I : B<C> { }"),
        ("DSP007 capital", "[PluginKind(\"Chunker\")] // DSP007\ninterface I { }"),
        ("DSP007 empty", "[PluginKind(\"\")] // DSP007\ninterface I { }"),
        ("DSP007 null", "[PluginKind(null!)] // DSP007\ninterface I { }"),
        ("DSP007 colon", "[PluginKind(\"a:b\")] // DSP007\ninterface I { }"),
        ("DSP007 dash", "[PluginKind(\"-a\")] // DSP007\ninterface I { }"),
        ("DSP007 newline", "[PluginKind(\"a\\n\")] // DSP007\ninterface I { }"),
        ("DSP008", "[PluginKind(\"k\")] interface I { void M(CancellationToken a,\nCancellationToken b); // DSP008\n}"),
        ("DSP009 init", "[PluginKind(\"k\")] interface I {\nint P { get; init; } // DSP009\n}"),
        ("DSP009 protected", "[PluginKind(\"k\")] interface I {\nprotected void M(); // DSP009\n}"),
        ("DSP009 protected accessor", "[PluginKind(\"k\")] interface I {\nint P { get; protected set; } // DSP009\n}"),
        ("DSP009 protected default accessor", "[PluginKind(\"k\")] interface I {\nint P { get => 1; protected set { } } // DSP009\n}"),
        ("DSP009 instance operator", "[PluginKind(\"k\")] interface I {\nvoid operator +=(int number); // DSP009\n}"),
        ("DSP009 varargs", "[PluginKind(\"k\")] interface I {\nvoid M(__arglist); // DSP009\n}"),
        ("DSP009 outranked", "[PluginKind(\"k\")] interface I {\n[Hook(Name = \"x\")] string M(string a); // DSP009\n[System.Runtime.CompilerServices.OverloadResolutionPriority(1)] string M(object a); }"),
        ("DSP009 missing type", "[PluginKind(\"k\")] interface I {\nList<Generated[]> M(); // DSP009\n}"),
        ("DSP010 private", "class O {\n[PluginKind(\"k\")] // DSP010\nprivate interface I { } }"),
        ("DSP010 in private", "class O { private class P {\n[PluginKind(\"k\")] // DSP010\npublic interface I { } } }"),
        ("DSP010 file", "[PluginKind(\"k\")] // DSP010\nfile interface I { }"),
        ("DSP011 overloads", "[PluginKind(\"k\")] interface I { void M();\nvoid M(int a); // DSP011\nvoid M(string a); // DSP011\n}"),
        ("DSP011 async overloads", "[PluginKind(\"k\")] interface I { void M();\nTask MAsync();\nTask MAsync(int a); // DSP011\n}"),
        ("DSP011 chosen twice", "[PluginKind(\"k\")] interface I { [Hook(Name = \"x\")] void M();\n[Hook(Name = \"x\")] void N(); // DSP011\n}"),
        ("DSP011 gives way to a chosen one", "[PluginKind(\"k\")] interface I {\nvoid M(); // DSP011\n[Hook(Name = \"m\")] void N(); }"),
        ("DSP012 letters", "[PluginKind(\"k\", ApiVersion = \"v1\")] // DSP012\ninterface I { }"),
        ("DSP012 empty", "[PluginKind(\"k\", ApiVersion = \"\")] // DSP012\ninterface I { }"),
        ("DSP012 four numbers", "[PluginKind(\"k\", ApiVersion = \"1.0.0.0\")] // DSP012\ninterface I { }"),
        ("DSP013 class", "[assembly: PluginKind<string>(\"k\")] // DSP013"),
        ("DSP013 array", "[assembly: PluginKind<IDisposable[]>(\"k\")] // DSP013"),
        ("DSP013 delegate", "[assembly: PluginKind<Action>(\"k\")] // DSP013"),
        ("DSP014 nothing back", "[PluginKind(\"k\")] interface I {\n[Hook(DispatchClass.Chain)] void M(string a); // DSP014\n}"),
        ("DSP014 other type", "[PluginKind(\"k\")] interface I {\n[Hook(DispatchClass.Chain)] Task<int> M(string a); // DSP014\n}"),
        ("DSP014 nothing in", "[PluginKind(\"k\")] interface I {\n[Hook(DispatchClass.Chain)] int M(CancellationToken a); // DSP014\n}"),
        ("DSP014 stream", "[PluginKind(\"k\")] interface I {\n[Hook(DispatchClass.Chain)] IAsyncEnumerable<int> M(int a); // DSP014\n}"),
        ("DSP015 value", "[PluginKind(\"k\")] interface I {\n[Hook(DispatchClass.BroadcastNotify)] int M(); // DSP015\n}"),
        ("DSP015 task", "[PluginKind(\"k\")] interface I {\n[Hook(DispatchClass.BroadcastNotify)] Task<int> M(); // DSP015\n}"),
        ("DSP015 stream", "[PluginKind(\"k\")] interface I {\n[Hook(DispatchClass.BroadcastNotify)] IAsyncEnumerable<int> M(); // DSP015\n}"),
        ("DSP015 foreign", "[assembly: PluginKind<IEqualityComparer<string>>(\"k\", Dispatch = DispatchClass.BroadcastNotify)] // DSP015 DSP015"),
        ("DSP016 foreign", "[assembly: PluginKind<IDisposable>(\"k\")]\n[assembly: PluginKind<IDisposable>(\"k\")] // DSP016"),
        ("DSP016 own", "[assembly: PluginKind<I>(\"k\")] // DSP016\n[PluginKind(\"k\")] interface I { }"),
        ("DSP017 other class", "[PluginKind(\"k\", JsonContext = typeof(string))] // DSP017\ninterface I { }"),
        ("DSP017 array", "[PluginKind(\"k\", JsonContext = typeof(int[]))] // DSP017\ninterface I { }"),
        ("DSP017 abstract", "[PluginKind(\"k\", JsonContext = typeof(System.Text.Json.Serialization.JsonSerializerContext))] // DSP017\ninterface I { }"),
        ("DSP018 empty", "[PluginKind(\"k\")] interface I {\n[Hook(Name = \"\")] void M(); // DSP018\n}"),
        ("DSP018 blank", "[PluginKind(\"k\")] interface I {\n[Hook(Name = \"a b\")] int P { get; set; } // DSP018 DSP018\n}"),
        ("DSP018 dot", "[PluginKind(\"k\")] interface I {\n[Hook(Name = \"a.b\")] void M(); // DSP018\n}"),
        ("DSP018 capital", "[PluginKind(\"k\")] interface I {\n[Hook(Name = \"FindAll\")] void M(); // DSP018\n}"),
        ("DSP018 digit first", "[PluginKind(\"k\")] interface I {\n[Hook(Name = \"2a\")] void M(); // DSP018\n}"),
        ("DSP020", "[PluginKind(\"k\")] interface I {\n[Hook(DispatchClass.Chain, Exposed = false)] string M(string a); // DSP020\n}"),
        ("DSP021 singleton", "[PluginKind(\"k\")] interface I {\n[Hook(BestEffort = true)] string M(string a); // DSP021\n}"),
        ("DSP021 notify", "[PluginKind(\"k\")] interface I {\n[Hook(DispatchClass.BroadcastNotify, BestEffort = true)] void M(string a); // DSP021\n}"),
        ("DSP022 hook", "[PluginKind(\"k\")] interface I {\nvoid Größe(); // DSP022\n}"),
        ("DSP022 parameter", "[PluginKind(\"k\")] interface I {\nvoid M(int größe, int _a); // DSP022 DSP022\n}"),
        ("DSP023", "[PluginKind(\"k\", SingletonPerRuntime = true)] interface I {\n[Hook(DispatchClass.Capability)] string M(string a); // DSP023\nvoid N();\n[Hook(DispatchClass.Chain)] string C(string a); // DSP023\n}"),
        ("DSP023 property", "[PluginKind(\"k\", SingletonPerRuntime = true)] interface I {\n[Hook(DispatchClass.BroadcastCollect)] string P { get; set; } // DSP023\n}"),
        ("DSP023 foreign", "[assembly: PluginKind<IFormatProvider>(\"k\", Dispatch = DispatchClass.Capability, SingletonPerRuntime = true)] // DSP023"),
        ("DSP024 unknown", "[PluginKind(\"k\")] interface I {\n[Hook(ToolNameTemplate = \"{kind}.{name}\")] void M(); // DSP024\n}"),
        ("DSP024 function of another kind", "[PluginKind(\"k\")] interface I {\n[Hook(ToolNameTemplate = \"{plugin}.{function}\")] void M(); // DSP024\n}"),
        ("DSP024 brace", "[PluginKind(\"tool\")] interface I {\n[Hook(ToolNameTemplate = \"{plugin.{function}\")] void M(); // DSP024\n[Hook(ToolNameTemplate = \"plugin}\")] void N(); // DSP024\n}"),
        ("Foreign members at the attribute", "[assembly: PluginKind<System.ComponentModel.INotifyPropertyChanged>(\"k\")] // DSP005"));

    public static TheoryData<string, string> Right => Rows(
        ("Closed generic bases", "interface B<T> { void M(T value); }\n[PluginKind(\"k\")] interface I : B<int> { }"),
        ("Static with a body", "[PluginKind(\"k\")] interface I { static virtual int P => 1; static void M<T>(ref T a) { } static event Action E { add { } remove { } } const int C = 1; }"),
        ("Private and sealed", "[PluginKind(\"k\")] interface I { private void M<T>() { } sealed void N(ref int a) { } }"),
        ("Protected with a body", "[PluginKind(\"k\")] interface I { protected void M() { } }"),
        ("Private accessor", "[PluginKind(\"k\")] interface I { int P { get => 1; private set { } } }"),
        ("Async twin", "[PluginKind(\"k\")] interface I { Task MAsync(); void M(); }"),
        ("Nested types", "[PluginKind(\"k\")] interface I { class C<T> { } delegate void D(ref int a); enum E { } void M(E e, D d, C<int> c); }"),
        ("Delegates of spans", "[PluginKind(\"k\")] interface I { void M(Action<Span<int>> a, Memory<int> b); }"),
        ("Kinds", "[PluginKind(\"0-a_b\", ApiVersion = \"10\")] interface I { }"),
        ("Nullable token", "[PluginKind(\"k\")] interface I { void M(CancellationToken a, CancellationToken? b); }"),
        ("Token in an indexer's setter", "[PluginKind(\"k\")] interface I { CancellationToken this[CancellationToken a] { get; set; } }"),
        ("Overloads that stay here", "[PluginKind(\"k\")] interface I { void M(); [Hook(Exposed = false)] void M(int a); }"),
        ("Priority of others", "[PluginKind(\"k\")] interface I { [Hook(Name = \"x\")] void M(string a); [System.Runtime.CompilerServices.OverloadResolutionPriority(1)] void M(int a); }"),
        ("Switched off", "[PluginKind(\"k\")] interface I { void M();\n#pragma warning disable DSP011\nvoid M(int a);\n#pragma warning restore DSP011\n}"),
        ("Foreign overloads", "[assembly: PluginKind<IFormatProvider>(\"k\")]\n[assembly: PluginKind<IEnumerable<int>>(\"l\")]"),
        ("Internal in internal", "class O { internal interface B { } [PluginKind(\"k\")] internal interface I : B { protected internal void M(); } }"),
        ("Two kinds", "[assembly: PluginKind<I>(\"l\")]\n[PluginKind(\"k\")] interface I { }"),
        ("A name that stays here", "[PluginKind(\"k\")] interface I { [Hook(Name = \"FindAll\", Exposed = false)] void M(); }"),
        ("Names of our own letters", "[PluginKind(\"k\")] interface I { [Hook(Name = \"size\")] void Größe(); [Hook(Exposed = false)] void M(int größe); }"),
        ("Error policy", "[PluginKind(\"k\")] interface I { [Hook(DispatchClass.BroadcastCollect, BestEffort = true)] Task<int> M(int a); [Hook(DispatchClass.BroadcastCollect, BestEffort = true)] int N(); [Hook(BestEffort = false)] int O(); }"),
        ("Chain of nullables", "[PluginKind(\"k\")] interface I { [Hook(DispatchClass.Chain)] ValueTask<string?> M(string a); }"),
        ("One plugin for the host", "[assembly: PluginKind<IFormatProvider>(\"l\", SingletonPerRuntime = true)]\n[PluginKind(\"k\", SingletonPerRuntime = true)] interface I { void M(); [Hook(DispatchClass.Singleton)] int P { get; set; } }"),
        ("Names of tools", "[PluginKind(\"tool\")] interface I { [Hook(ToolNameTemplate = \"{kind}.{plugin}.{hook}.{function}\")] void M(); [Hook(ToolNameTemplate = \"plain\")] void N(); [Hook(ToolNameTemplate = null)] void O(); }"),
        ("Not a contract", "interface I<T> { event Action E; ref T M(in T a); }"),
        ("Not our attribute", "class PluginKindAttribute(string kind) : Attribute { public string Kind => kind; }\n[PluginKind(\"K\")] class C { }"));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Generator_WithWrongContract_SaysSoInPlace(string name, string source)
    {
        var generated = Run(source);

        var expected = source.Split('\n').SelectMany(static (line, index) => line.Contains(Mark, StringComparison.Ordinal)
            ? line[(line.IndexOf(Mark, StringComparison.Ordinal) + 3)..].Split(' ').Select(id => $"{id} in line {index + 1}")
            : []);
        Assert.Equal(expected, generated.Diagnostics.Select(static diagnostic =>
            $"{diagnostic.Id} in line {diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1}").Order(StringComparer.Ordinal));
        Assert.All(generated.Diagnostics, static diagnostic => Assert.Equal("Wrong.cs", diagnostic.Location.GetLineSpan().Path));

        // An error takes the proxy away, but not that of the innocent neighbour.
        var failed = generated.Diagnostics.Any(static diagnostic => diagnostic.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);
        var proxies = name.StartsWith("DSP016", StringComparison.Ordinal) || !failed ? 2 : 1;
        Assert.Equal(proxies, generated.Contracts.Count);
        Assert.Contains(generated.Sources, static text => text.Contains("INeighbour", StringComparison.Ordinal));
        Assert.DoesNotContain(generated.Output.GetDiagnostics(), static diagnostic =>
            diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.GetLineSpan().Path.EndsWith(".g.cs", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void Generator_WithNearMiss_SaysNothing(string name, string source)
    {
        var generated = Run(source);

        Assert.NotEmpty(name);
        Assert.Empty(generated.Diagnostics);
        Assert.Empty(generated.CompilerErrors);
        Generated.Emit(generated.Output);
    }

    [Fact]
    public void Diagnostics_OfMemberInReferencedProject_PointAtAttribute()
    {
        var library = Generated.Compile("Library", "namespace Lib;\n/// <summary>A.</summary>\npublic interface IBase {\n/// <summary>B.</summary>\nevent System.Action E;\n}");
        var consumer = Generated.Compile("Consumer", "using Dagstack.Extensions.Plugins;\n[PluginKind(\"k\")]\ninterface I : Lib.IBase { }")
            .AddReferences(library.ToMetadataReference());

        var diagnostic = Assert.Single(Generated.From(consumer).Diagnostics);

        Assert.Equal(("DSP005", "File0.cs", 1), (diagnostic.Id, diagnostic.Location.GetLineSpan().Path, diagnostic.Location.GetLineSpan().StartLinePosition.Line));
    }

    [Theory]
    [InlineData("void M(in int b);", "The hook 'M' passes 'b' by reference")]
    [InlineData("ref int M();", "The hook 'M' passes its result by reference")]
    [InlineData("ref readonly int M { get; }", "The hook 'M' passes its result by reference")]
    public void Generator_WithAReference_NamesWhatIsPassed(string hook, string message) => Assert.StartsWith(
        message, Assert.Single(Run($"[PluginKind(\"k\")] interface I {{ {hook} }}").Diagnostics).GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [Fact]
    public void Generator_WithAttributeOnTwoParts_WritesOneProxy()
    {
        var generated = Run("[PluginKind(\"k\")] partial interface I { }\n[PluginKind(\"k\")] partial interface I { }");

        Assert.Empty(generated.Diagnostics);
        Assert.Equal(2, generated.Contracts.Count);
    }

    [Fact]
    public void Generator_WithUnknownForeignType_LeavesItToTheCompiler()
    {
        var generated = Run("[assembly: PluginKind<IUnknown>(\"k\")]");

        Assert.Empty(generated.Diagnostics);
        Assert.Single(generated.Contracts);
    }

    [Fact]
    public void Wrong_HasAnExampleOfEveryDiagnostic()
    {
        var provoked = Wrong.Select(static row => row.Data.Item1[..6]).Where(static id => id.StartsWith("DSP", StringComparison.Ordinal)).Distinct();

        // Those of analyzers have tests of their own.
        var analyzed = Analyzed.Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(static descriptor => descriptor.Id);
        Assert.Equal(DocumentationTests.Ids.Except(analyzed), provoked.Order(StringComparer.Ordinal));
    }

    private static Generated Run(string source) => Generated.From(Generated.Compile("Consumer").AddSyntaxTrees(
        Generated.Parse(source, "Wrong.cs"),
        Generated.Parse("[Dagstack.Extensions.Plugins.PluginKind(\"neighbour\")] internal interface INeighbour { int One(); }", "Neighbour.cs"),
        Generated.Parse(
            """
            global using Dagstack.Extensions.Plugins;
            global using System;
            global using System.Collections.Generic;
            global using System.Threading;
            global using System.Threading.Tasks;
            """,
            "Usings.cs")));

    private static TheoryData<string, string> Rows(params (string Name, string Source)[] rows)
    {
        var data = new TheoryData<string, string>();
        foreach (var (name, source) in rows)
        {
            data.Add(name, source);
        }

        return data;
    }
}
