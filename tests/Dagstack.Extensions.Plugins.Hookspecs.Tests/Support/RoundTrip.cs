namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

internal static class RoundTrip
{
    /// <summary>Emits a kind as C#, builds it, describes the contract, writes that as YAML, reads it, and emits it once more.</summary>
    public static void AssertWhole(Hookspec spec)
    {
        var source = CSharpOf(spec);
        var described = HookspecContract.Describe(BuiltContract.Of(source));
        AssertSame(spec, described, source);

        using var folder = new KindFolder();
        foreach (var file in HookspecEmitter.Emit(described, HookspecTarget.Yaml))
        {
            folder.WriteFile(file.Path, file.Text);
        }

        var read = HookspecFile.Read(Path.Combine(folder.Path, spec.Kind, $"v{spec.Major}.yaml"));
        Assert.True(read.IsValid, string.Join('\n', read.Problems));
        AssertSame(spec, read.Spec, source);
        Assert.Equal(source, CSharpOf(read.Spec));
    }

    public static string CSharpOf(Hookspec spec) => Assert.Single(HookspecEmitter.Emit(spec, HookspecTarget.CSharp, new() { Namespace = "Kinds" })).Text;

    private static void AssertSame(Hookspec expected, Hookspec actual, string source)
    {
        var (one, other) = (SpecText.Of(expected), SpecText.Of(actual));
        if (one != other)
        {
            var (before, now) = (one.Split('\n'), other.Split('\n'));
            var at = Enumerable.Range(0, before.Length).First(index => before[index] != now.ElementAtOrDefault(index));
            Assert.Fail($"{string.Join('\n', before.Skip(at - 3).Take(12))}\n-- is now --\n{string.Join('\n', now.Skip(at - 3).Take(12))}\n{source}");
        }
    }
}
