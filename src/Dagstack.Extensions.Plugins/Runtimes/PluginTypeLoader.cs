using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>Finds the class that a manifest's entry point names, or says why it cannot be used.</summary>
internal static class PluginTypeLoader
{
    /// <summary>Finds the file of a module.</summary>
    /// <exception cref="PluginLoadException">There is none, or it lies outside of the plugin's folder.</exception>
    public static string FindModule(PluginId plugin, PluginEntryPoint entryPoint, string folder)
    {
        var path = Path.Combine(folder, entryPoint.Module + ".dll");
        if (!File.Exists(path))
        {
            throw new PluginLoadException(plugin, $"The plugin '{plugin}' has no module '{entryPoint.Module}': '{path}' does not exist. Build the plugin into its folder, or correct 'entry_point', which is \"{entryPoint}\".");
        }

        // The folder may be reached by a link itself: what counts is where both really are.
        var target = RealPath.TryResolve(path);
        return target is not null && RealPath.TryResolve(folder) is { } inside && RealPath.IsWithin(target, inside)
            ? path
            : throw new PluginLoadException(plugin, $"The module '{path}' of plugin '{plugin}' is a link that leaves the plugin's folder, to '{target}'. Put the assembly itself into the folder.");
    }

    /// <summary>Finds the class and checks that it can be a plugin of the contract.</summary>
    /// <exception cref="PluginLoadException">There is no such class, or it cannot be used.</exception>
    public static Type FindClass(PluginId plugin, PluginEntryPoint entryPoint, Assembly assembly, PluginContract contract)
    {
        var type = assembly.GetType(entryPoint.ClassName, throwOnError: false) ?? FindBySimpleName(plugin, entryPoint, assembly);
        return EnsureUsable(plugin, type, contract, inTree: false);
    }

    /// <summary>Finds the class of a plugin that is part of the host's own assembly, and checks it.</summary>
    /// <exception cref="PluginLoadException">There is no such class, or it cannot be used.</exception>
    public static Type FindInTree(PluginId plugin, PluginEntryPoint entryPoint, PluginSource source, PluginContract contract) => EnsureUsable(
        plugin,
        source.Class ?? source.Assembly!.GetType(entryPoint.ClassName, throwOnError: false) ?? FindBySimpleName(plugin, entryPoint, source.Assembly),
        contract,
        inTree: true);

    private static Type EnsureUsable(PluginId plugin, Type type, PluginContract contract, bool inTree)
    {
        var complaint = Complaint(type, contract, inTree);
        return complaint is null ? type : throw new PluginLoadException(plugin, $"The class '{type.FullName}' of plugin '{plugin}' {complaint}");
    }

    private static Type FindBySimpleName(PluginId plugin, PluginEntryPoint entryPoint, Assembly assembly)
    {
        var types = LoadableTypes(assembly);
        var matches = types.Where(type => SimpleName(type) == entryPoint.ClassName).ToList();
        if (matches.Count == 1)
        {
            return matches[0];
        }

        if (matches.Count > 1)
        {
            throw new PluginLoadException(plugin, $"The plugin '{plugin}' names the class '{entryPoint.ClassName}', and {entryPoint.Module}.dll has several: {string.Join(", ", matches.Select(static type => type.FullName))}. Write the full name in 'entry_point'.");
        }

        var classes = types.Where(static type => type is { IsClass: true, IsPublic: true }).Select(static type => type.FullName!).ToList();
        var near = NearNames.Find(entryPoint.ClassName, classes.Select(static name => name[(name.LastIndexOf('.') + 1)..]));
        var hint = near is not null ? $" Did you mean '{near}'?" : classes.Count is > 0 and <= 10 ? $" It has: {string.Join(", ", classes)}." : string.Empty;
        throw new PluginLoadException(plugin, $"The plugin '{plugin}' names the class '{entryPoint.ClassName}', which {entryPoint.Module}.dll does not have.{hint} Correct 'entry_point', which is \"{entryPoint}\".");
    }

    /// <summary>The name as written in code: without the number of type parameters.</summary>
    private static string SimpleName(Type type) => type.Name.Split('`')[0];

    private static List<Type> LoadableTypes(Assembly assembly)
    {
        try
        {
            return [.. assembly.GetTypes()];
        }
        catch (ReflectionTypeLoadException partial)
        {
            // Types that lean on a missing assembly are not candidates; the others are.
            return [.. partial.Types.OfType<Type>()];
        }
    }

    private static string? Complaint(Type type, PluginContract contract, bool inTree)
    {
        if (!type.IsClass)
        {
            return "is not a class. A plugin is a public, non-abstract class.";
        }

        if (type.IsAbstract)
        {
            return "is abstract. Name a class that can be constructed.";
        }

        if (type.ContainsGenericParameters)
        {
            return "is generic. Name a class without type parameters.";
        }

        // The host's own classes may be internal, as those of any service may.
        if (!inTree && !type.IsVisible)
        {
            return "is not public. Make it public, so that it can be constructed.";
        }

        if (contract.InterfaceType.IsAssignableFrom(type))
        {
            return null;
        }

        var copy = type.GetInterfaces().FirstOrDefault(candidate => candidate.FullName == contract.InterfaceType.FullName);
        return copy is null
            ? $"does not implement {contract.InterfaceType.FullName}, the contract of the kind '{contract.Kind}'. Implement it, or correct 'kind' in the manifest."
            : $"implements {copy.FullName} of {copy.Assembly.GetName()}, and the host's contract is that of {contract.InterfaceType.Assembly.GetName()}. Reference the same contract assembly as the host.";
    }
}
