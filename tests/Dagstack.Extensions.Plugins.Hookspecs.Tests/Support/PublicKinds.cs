namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

/// <summary>The kinds of the public specification, which lies beside the project where it is checked.</summary>
internal static class PublicKinds
{
    /// <summary>Reads a kind; the test is skipped where the specification is not there.</summary>
    public static Hookspec Read(string kind) => HookspecFile.Read(File(kind)).ThrowIfInvalid();

    public static string File(string kind)
    {
        var folder = Environment.GetEnvironmentVariable("DAGSTACK_PLUGIN_SPEC_DIR");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "DAGSTACK_PLUGIN_SPEC_DIR is not set: the public specification is not here.");
        return Path.Combine(folder!, "kinds", kind, "v1.yaml");
    }
}
