namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Folders whose manifest is sound, and whose assembly is not.</summary>
internal static class BrokenAssemblies
{
    public static IReadOnlyList<BrokenPlugin> All { get; } =
        [.. BrokenModules.All, .. BrokenImages.All, .. BrokenDependencies.All, .. BrokenLibraries.All, .. BrokenClasses.All, .. BrokenConstructors.All, .. BrokenVersions.All];
}
