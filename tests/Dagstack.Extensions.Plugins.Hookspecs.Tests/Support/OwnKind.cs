namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

/// <summary>The kind in <c>tests/fixtures/kinds</c>, which has in its schemas what payloads have.</summary>
internal static class OwnKind
{
    public static string File { get; } = Path.Combine(Repository.Root, "tests", "fixtures", "kinds", "vector_store", "v1.yaml");

    public static Hookspec Read()
    {
        var result = HookspecFile.Read(File);
        Assert.Empty(result.Problems);
        return result.ThrowIfInvalid();
    }
}
