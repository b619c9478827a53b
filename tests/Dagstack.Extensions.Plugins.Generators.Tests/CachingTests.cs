using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>The generator runs on every keystroke, so it must do nothing on most of them.</summary>
public sealed class CachingTests
{
    private const string Same = "same";
    private const string One = "[Dagstack.Extensions.Plugins.PluginKind(\"one\")] internal interface IOne { int Call(string text, int size = 1); }";
    private const string Two = "[Dagstack.Extensions.Plugins.PluginKind(\"two\")] internal interface ITwo { void Call(); }";
    private const string Foreign = "using Dagstack.Extensions.Plugins;\n[assembly: PluginKind<System.Collections.Generic.IComparer<string>>(\"a\")]\n[assembly: PluginKind<IForeign>(\"b\")]";
    private const string Shared = "internal interface IForeign { void One(); }";
    private const string Other = "internal class Other { }";

    private readonly SyntaxTree[] _trees = [.. new[] { One, Two, Foreign, Shared, Other }.Select(static (text, index) => Generated.Parse(text, $"File{index}.cs"))];
    private readonly CSharpCompilation _before;
    private GeneratorDriver _driver;

    public CachingTests()
    {
        _before = Generated.Compile("Consumer").AddSyntaxTrees(_trees);
        _driver = Generated.Driver(trackSteps: true).RunGenerators(_before);
    }

    [Fact]
    public void Run_AfterEditOfUnrelatedFile_WritesNothing()
    {
        var result = Edit(4, Other + " internal class More { }");

        Assert.Equal([Same, Same], Reasons(result, PluginContractGenerator.OwnStep));
        Assert.Equal([Same, Same], Reasons(result, PluginContractGenerator.ForeignStep));
        Assert.Equal([Same, Same, Same, Same], Outputs(result));
    }

    [Fact]
    public void Run_AfterMovingContractDown_WritesNothing()
    {
        var result = Edit(0, "\n\n// A remark.\n" + One);

        Assert.Equal([Same, Same], Reasons(result, PluginContractGenerator.OwnStep));
        Assert.Equal([Same, Same, Same, Same], Outputs(result));
    }

    [Fact]
    public void Run_AfterEditOfContract_WritesThatOne()
    {
        var result = Edit(0, One.Replace("size = 1", "size = 2", StringComparison.Ordinal));

        Assert.Equal(["Modified", Same], Reasons(result, PluginContractGenerator.OwnStep));
        Assert.Equal([Same, Same], Reasons(result, PluginContractGenerator.ForeignStep));
        Assert.Equal(["Modified", Same, Same, Same], Outputs(result));
    }

    [Fact]
    public void Run_AfterMovingWrongContract_ReportsItElsewhere()
    {
        var wrong = Two.Replace("void Call()", "event System.Action E", StringComparison.Ordinal);
        Assert.Equal(0, LineOf(Edit(1, wrong)));
        Assert.Equal(2, LineOf(Edit(1, "\n\n" + wrong)));

        var result = Edit(1, wrong);
        Assert.Equal(["Modified", Same], Reasons(result, PluginContractGenerator.OwnStep));
        Assert.Equal(6, result.GeneratedTrees.Length);

        static int LineOf(GeneratorDriverRunResult result) => Assert.Single(result.Diagnostics).Location.GetLineSpan().StartLinePosition.Line;
    }

    [Fact]
    public void Run_AfterEditOfForeignContract_WritesThatOne()
    {
        var result = Edit(3, Shared.Replace("One", "Two", StringComparison.Ordinal));

        Assert.Equal([Same, Same], Reasons(result, PluginContractGenerator.OwnStep));
        Assert.Equal(["Modified", Same], Reasons(result, PluginContractGenerator.ForeignStep));
        Assert.Equal(["Modified", Same, Same, Same], Outputs(result));
    }

    [Fact]
    public void Run_AfterAddingForeignContract_WritesThatOne()
    {
        var result = Edit(2, Foreign + "\n[assembly: PluginKind<System.IFormatProvider>(\"c\")]");

        Assert.Equal(["New", Same, Same], Reasons(result, PluginContractGenerator.ForeignStep));
        Assert.Equal(["New", Same, Same, Same, Same], Outputs(result));
    }

    [Fact]
    public void Run_AfterRemovingContract_TakesItAway()
    {
        var result = Edit(0, "// gone");

        Assert.Equal(6, result.GeneratedTrees.Length);
        Assert.DoesNotContain(result.GeneratedTrees, static tree => tree.ToString().Contains("IOne", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Reasons(GeneratorDriverRunResult result, string step) => result.Results[0].TrackedSteps[step]
        .SelectMany(static run => run.Outputs).Select(static output => Name(output.Reason)).Order(StringComparer.Ordinal);

    // Unchanged: made again and equal. Cached: not even made.
    private static string Name(IncrementalStepRunReason reason) =>
        reason is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached ? Same : reason.ToString();

    private static IEnumerable<string> Outputs(GeneratorDriverRunResult result) => result.Results[0].TrackedOutputSteps
        .SelectMany(static steps => steps.Value).SelectMany(static run => run.Outputs)
        .Select(static output => Name(output.Reason)).Order(StringComparer.Ordinal);

    private GeneratorDriverRunResult Edit(int index, string text)
    {
        _driver = _driver.RunGenerators(_before.ReplaceSyntaxTree(_trees[index], Generated.Parse(text, $"File{index}.cs")));
        return _driver.GetRunResult();
    }
}
