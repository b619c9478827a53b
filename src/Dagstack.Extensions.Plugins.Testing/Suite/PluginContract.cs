namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>The contract suite: does a plugin keep what every dagstack plugin promises?</summary>
/// <remarks>
/// <code>
/// var report = await PluginContract.For&lt;FixedChunker&gt;().RunAsync();
/// Assert.True(report.Ok, report.FormatFailures());
/// </code>
/// See §7 of the plugin contract and docs/testing-a-plugin.md.
/// </remarks>
public static class PluginContract
{
    /// <summary>Gets all checks, in the order in which they are made.</summary>
    public static IReadOnlyList<PluginCheck> Checks { get; } = Enum.GetValues<PluginCheck>();

    /// <summary>Checks the plugin that a class is.</summary>
    /// <remarks>Its folder is the output folder of its project, which the build has recorded in the test project's assembly; else that of its assembly.</remarks>
    /// <typeparam name="TPlugin">The class that the manifest's entry point names.</typeparam>
    /// <returns>The suite, to be run.</returns>
    public static PluginContractSuite For<TPlugin>()
        where TPlugin : class => new(typeof(TPlugin), folder: null);

    /// <summary>Checks the plugin in a folder.</summary>
    /// <param name="folder">The folder with the manifest and the assembly. A relative one is looked for beside the test's assembly.</param>
    /// <returns>The suite, to be run.</returns>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
    public static PluginContractSuite ForFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new(plugin: null, Path.GetFullPath(folder, AppContext.BaseDirectory));
    }
}
