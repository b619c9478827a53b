using System.Reflection;
using System.Reflection.Metadata;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Finds the class of an entry point in metadata, by its full name or by a simple one that is unique.</summary>
internal static class ClassNames
{
    private const int MaxShown = 10;

    /// <summary>Finds the full name of the class.</summary>
    /// <exception cref="PluginLoadException">There is none of that name, or several.</exception>
    public static string Find(PluginId plugin, PluginEntryPoint entryPoint, string path, MetadataReader metadata)
    {
        var wanted = entryPoint.ClassName;
        var simple = wanted[(wanted.LastIndexOfAny(['.', '+']) + 1)..];
        var found = Candidates(metadata, simple).Order(StringComparer.Ordinal).ToList();
        if (found.Contains(wanted))
        {
            return wanted;
        }

        // A type parameter is not written in a manifest: what has one is found, and refused later with that reason.
        var matches = found.FindAll(name => simple.Length == wanted.Length || name.Split('`')[0] == wanted);
        return matches switch
        {
            [var single] => single,
            [] => throw new PluginLoadException(plugin, $"The plugin '{plugin}' names the class '{wanted}', which '{path}' does not have.{Hint(wanted, metadata)} Correct 'entry_point', which is \"{entryPoint}\".") { File = path },
            _ => throw new PluginLoadException(plugin, $"The plugin '{plugin}' names the class '{wanted}', and '{path}' has several: {string.Join(", ", matches)}. Write the full name in 'entry_point', as in \"{entryPoint.Module}:{matches[0]}\".") { File = path },
        };
    }

    /// <summary>Gets the full names of the types of a simple name, defined here or forwarded from here.</summary>
    private static IEnumerable<string> Candidates(MetadataReader metadata, string simple)
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (Matches(metadata, type.Name, simple))
            {
                yield return FullName(metadata, type);
            }
        }

        foreach (var handle in metadata.ExportedTypes)
        {
            var type = metadata.GetExportedType(handle);
            if (type.IsForwarder && Matches(metadata, type.Name, simple))
            {
                yield return Join(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
            }
        }
    }

    private static bool Matches(MetadataReader metadata, StringHandle name, string simple) =>
        metadata.StringComparer.Equals(name, simple)
        || (metadata.StringComparer.StartsWith(name, simple) && metadata.GetString(name)[simple.Length] == '`');

    public static string FullName(MetadataReader metadata, TypeDefinition type)
    {
        var name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{FullName(metadata, metadata.GetTypeDefinition(outer))}+{name}"
            : Join(metadata.GetString(type.Namespace), name);
    }

    private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    private static string Hint(string wanted, MetadataReader metadata)
    {
        const TypeAttributes Unfit = TypeAttributes.Interface | TypeAttributes.Abstract;
        var classes = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(static type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public && (type.Attributes & Unfit) == 0)
            .Select(type => FullName(metadata, type))
            .ToList();
        var near = NearNames.Find(wanted, classes) ?? NearNames.Find(wanted, classes.Select(static name => name[(name.LastIndexOf('.') + 1)..]));
        return near is not null ? $" Did you mean '{near}'?"
            : classes.Count == 0 ? " It has no public class."
            : classes.Count <= MaxShown ? $" It has: {string.Join(", ", classes)}."
            : string.Empty;
    }
}
