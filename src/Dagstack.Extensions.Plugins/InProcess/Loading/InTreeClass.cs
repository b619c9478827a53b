using System.Reflection;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Finds the class of a plugin that is part of the host's own assemblies.</summary>
internal static class InTreeClass
{
    /// <summary>Finds the class and checks that it can be a plugin of the contract.</summary>
    /// <exception cref="PluginLoadException">There is no such class, or it cannot be used.</exception>
    public static Type Find(PluginDescription plugin, PluginEntryPoint entryPoint)
    {
        var type = plugin.Class ?? plugin.Assembly!.GetType(entryPoint.ClassName, throwOnError: false) ?? FindBySimpleName(plugin, entryPoint);
        PluginTypeLoader.EnsureUsable(plugin.Id, type, plugin.Path, plugin.Contract, inTree: true);
        return type;
    }

    private static Type FindBySimpleName(PluginDescription plugin, PluginEntryPoint entryPoint)
    {
        var types = LoadableTypes(plugin.Assembly!);
        var matches = types.Where(type => SimpleName(type) == entryPoint.ClassName).ToList();
        if (matches.Count == 1)
        {
            return matches[0];
        }

        if (matches.Count > 1)
        {
            throw new PluginLoadException(plugin.Id, $"The plugin '{plugin.Id}' names the class '{entryPoint.ClassName}', and {entryPoint.Module}.dll has several: {string.Join(", ", matches.Select(static type => type.FullName))}. Write the full name in 'entry_point'. ({plugin.Path})");
        }

        var classes = types.Where(static type => type is { IsClass: true, IsPublic: true }).Select(static type => type.FullName!).ToList();
        var near = NearNames.Find(entryPoint.ClassName, classes.Select(static name => name[(name.LastIndexOf('.') + 1)..]));
        var hint = near is not null ? $" Did you mean '{near}'?" : classes.Count is > 0 and <= 10 ? $" It has: {string.Join(", ", classes)}." : string.Empty;
        throw new PluginLoadException(plugin.Id, $"The plugin '{plugin.Id}' names the class '{entryPoint.ClassName}', which {entryPoint.Module}.dll does not have.{hint} Correct 'entry_point', which is \"{entryPoint}\". ({plugin.Path})");
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
}
