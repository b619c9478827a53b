using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Finds the plugins of an assembly of the host: embedded manifests, and classes with <see cref="PluginAttribute"/>.</summary>
internal static class AssemblyPlugins
{
    /// <summary>Finds the plugins. A class that a manifest of the assembly names is that manifest's, whatever its attribute says.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="warnings">Gets what was found besides plugins.</param>
    public static IReadOnlyList<FoundPlugin> Find(Assembly assembly, List<string> warnings)
    {
        var plugins = EmbeddedManifests.Read(assembly, warnings);
        var classes = Classes(assembly, warnings);
        var named = plugins
            .Select(static plugin => plugin.Manifest.Manifest?.EntryPoint?.ClassName)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (var type in classes.OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            if (!named.Contains(type.FullName!) && !named.Contains(type.Name) && HasAttribute(type, warnings))
            {
                plugins.Add(FoundPlugin.FromClass(type));
            }
        }

        return plugins;
    }

    /// <summary>Returns where something in an assembly is, for messages: <c>MyPlugins.dll!dagstack.toml</c>.</summary>
    public static string PlaceOf(Assembly assembly, string inside) => $"{assembly.GetName().Name}.dll!{inside}";

    private static List<Type> Classes(Assembly assembly, List<string> warnings)
    {
        try
        {
            var found = new ServiceCollection();
            found.Scan(scan => scan.FromAssemblies(assembly).AddClasses(static filter => filter.WithAttribute<PluginAttribute>(), publicOnly: false).AsSelf());

            // A scan leaves out what cannot be constructed; its author believes it to be a plugin and is to be told.
            var abstracts = assembly.GetTypes().Where(static type => type is { IsClass: true, IsAbstract: true } && type.IsDefined(typeof(PluginAttribute), inherit: false));
            return [.. found.Select(static descriptor => descriptor.ImplementationType).OfType<Type>(), .. abstracts];
        }
        catch (Exception fault)
        {
            // A type that cannot be loaded, or an attribute of an assembly that is missing, ends the scan: the rest is looked at class by class.
            var partial = fault as ReflectionTypeLoadException;
            var reason = partial?.LoaderExceptions.OfType<Exception>().FirstOrDefault() ?? fault;
            warnings.Add($"some types of the assembly {assembly.FullName} cannot be loaded, and are no plugins: {reason.Message} Ship what the assembly references.");
            return [.. (partial?.Types ?? assembly.GetTypes()).OfType<Type>().Where(static type => type.IsClass)];
        }
    }

    /// <summary>Tells whether a class has the attribute, and it can be read.</summary>
    private static bool HasAttribute(Type type, List<string> warnings)
    {
        try
        {
            return type.GetCustomAttribute<PluginAttribute>(inherit: false) is not null;
        }
        catch (Exception fault)
        {
            var remedy = $"Build it against this version of {typeof(PluginAttribute).Assembly.GetName().Name}.";
            warnings.Add($"[Plugin] of {PlaceOf(type.Assembly, type.FullName!)} cannot be read, it threw {fault.GetType().FullName}: {fault.Message} {remedy}");
            return false;
        }
    }
}
