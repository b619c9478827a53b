namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Checks the entry assembly of a plugin by its metadata, before anything is loaded.</summary>
internal static class ModuleCheck
{
    /// <summary>Refuses a module that this process cannot run, or whose class it does not have.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="entryPoint">What the manifest names.</param>
    /// <param name="module">The module.</param>
    /// <param name="shared">The host's contracts.</param>
    /// <returns>The full name of the class.</returns>
    /// <exception cref="PluginLoadException">The file is no assembly for this process, or lacks the class.</exception>
    /// <exception cref="VersionIncompatibleException">It was built against a newer contract than the host has.</exception>
    public static string FindClass(PluginId plugin, PluginEntryPoint entryPoint, EntryModule module, SharedAssemblies shared)
    {
        var path = module.Path;
        try
        {
            using var image = module.Open();
            if ((image.Complaint ?? FrameworkComplaint(image.TargetFramework)) is { } complaint)
            {
                throw new PluginLoadException(plugin, $"The module '{path}' of plugin '{plugin}' {complaint}") { File = path };
            }

            EnsureNotNewer(plugin, path, image, shared);
            return ClassNames.Find(plugin, entryPoint, path, image.Metadata);
        }
        catch (BadImageFormatException fault)
        {
            throw new PluginLoadException(plugin, $"The module '{path}' of plugin '{plugin}' is damaged: {fault.Message} Copy or build it again.", fault) { File = path };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PluginLoadException(plugin, $"The module '{path}' of plugin '{plugin}' cannot be read: {fault.Message} See that it is a file that the account of the host may read.", fault) { File = path };
        }
    }

    /// <summary>Reads a framework such as <c>.NETCoreApp,Version=v10.0</c>; what cannot be read is for the runtime to judge.</summary>
    private static string? FrameworkComplaint(string? target)
    {
        if (target?.Split(",Version=v") is not [var framework, var text] || !Version.TryParse(text, out var version))
        {
            return null;
        }

        var (running, mine) = (Environment.Version, $"net{Environment.Version.ToString(2)}");
        return framework switch
        {
            ".NETFramework" => $"is built for .NET Framework {version}, and this host runs on .NET {running}. Build it for {mine} or for .NET Standard.",
            ".NETCoreApp" when version > new Version(running.Major, running.Minor) =>
                $"is built for .NET {version}, and this host runs on .NET {running}, which is older. Build it for {mine} or lower, or run the host on .NET {version}.",
            _ => null,
        };
    }

    private static void EnsureNotNewer(PluginId plugin, string path, AssemblyImage image, SharedAssemblies shared)
    {
        foreach (var (name, version) in image.References)
        {
            if (shared.Contracts.TryGetValue(name, out var contract)
                && contract.GetName().Version is { } has
                && version > has)
            {
                throw new VersionIncompatibleException(
                    $"The plugin '{plugin}' was built against {name} {version}, and this host has {has}. Update {name} in the host, or build the plugin against {has} or older. ({path})",
                    name,
                    version.ToString(),
                    has.ToString(),
                    plugin);
            }
        }
    }
}
