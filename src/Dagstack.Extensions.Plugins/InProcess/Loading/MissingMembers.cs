using System.Reflection;
using System.Reflection.Metadata;
using Dagstack.Extensions.Plugins.Kinds;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Finds which assembly lacks a member or type that a plugin was built with. The runtime names neither its version nor, mostly, the assembly.</summary>
internal static class MissingMembers
{
    /// <summary>Finds the error that says which versions do not fit.</summary>
    /// <returns>The error, or null if what is missing is nothing that the plugin was built with.</returns>
    public static PluginRegistryException? Explain(PluginId plugin, string entryPath, PluginLoadContext context, SharedAssemblies shared, Exception cause)
    {
        var message = ExceptionText.MessageOf(cause);
        var (user, asked) = FindReference(context, cause, message);
        if (user is null || asked is null)
        {
            return null;
        }

        var has = context.LoadFromAssemblyName(new AssemblyName(asked.Name!)).GetName().Version;
        var versions = has == asked.Version ? $"another {asked.Name} that bears the same version, {has}" : $"{asked.Name} {asked.Version}, and {asked.Name} {has} is loaded";
        var isShared = shared.Find(asked.Name!) is not null;
        var remedy = isShared
            ? $"{asked.Name} is the host's: build the plugin against the host's version, or update it in the host."
            : "Build or publish the plugin again, so that its folder has the versions that it was built with.";
        var text = $"The plugin '{plugin}' does not fit the {asked.Name} that it runs with: {message.Trim().TrimEnd('.')}. '{user}' was built against {versions}. {remedy} ({entryPath})";
        return isShared
            ? new VersionIncompatibleException(text, asked.Name, asked.Version?.ToString(), has?.ToString(), plugin, cause)
            : new PluginLoadException(plugin, text, cause) { File = user, Dependency = asked.Name };
    }

    private static (string? User, AssemblyName? Asked) FindReference(PluginLoadContext context, Exception cause, string message)
    {
        foreach (var user in context.Assemblies.Select(AssemblyPath.Of).Where(static path => path.Length > 0))
        {
            using var image = AssemblyImage.Open(user);
            if (image.Complaint is null && FindReference(image.Metadata, cause, message) is { } reference)
            {
                return (user, reference);
            }
        }

        return default;
    }

    private static AssemblyName? FindReference(MetadataReader metadata, Exception cause, string message)
    {
        var references = metadata.TypeReferences.Select(metadata.GetTypeReference);
        TypeReference? found;
        if (cause is TypeLoadException { TypeName: var name })
        {
            found = references.Where(type => NameOf(metadata, type) == name || metadata.StringComparer.Equals(type.Name, name)).Cast<TypeReference?>().FirstOrDefault()
                ?? ContractOf(metadata, name);
        }
        else
        {
            // The longest: of "A.B.C.M" the type C of A.B is meant, not a type A.
            found = references.Where(type => Declares(NameOf(metadata, type), message)).OrderByDescending(type => NameOf(metadata, type).Length).Cast<TypeReference?>().FirstOrDefault();
        }

        return found is { } reference ? AssemblyOf(metadata, reference) : null;
    }

    /// <summary>Finds what a class of the plugin implements or derives from, which has got another shape since.</summary>
    private static TypeReference? ContractOf(MetadataReader metadata, string name)
    {
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(type => Join(metadata, type.Namespace, type.Name) == name))
        {
            foreach (var parent in type.GetInterfaceImplementations().Select(handle => metadata.GetInterfaceImplementation(handle).Interface).Append(type.BaseType))
            {
                if (parent is { IsNil: false, Kind: HandleKind.TypeReference })
                {
                    return metadata.GetTypeReference((TypeReferenceHandle)parent);
                }
            }
        }

        return null;
    }

    /// <summary>Tells whether a message such as <c>Method not found: 'Int32 Space.Type.Member()'</c> speaks of a member of a type.</summary>
    private static bool Declares(string type, string message)
    {
        var at = message.IndexOf($"{type}.", StringComparison.Ordinal);
        return at > 0 && message[at - 1] is ' ' or '\'';
    }

    /// <summary>The name as the runtime writes it: of a nested type the last part only.</summary>
    private static string NameOf(MetadataReader metadata, TypeReference type) =>
        type.ResolutionScope.Kind == HandleKind.TypeReference ? metadata.GetString(type.Name) : Join(metadata, type.Namespace, type.Name);

    private static string Join(MetadataReader metadata, StringHandle space, StringHandle name) =>
        space.IsNil ? metadata.GetString(name) : $"{metadata.GetString(space)}.{metadata.GetString(name)}";

    private static AssemblyName? AssemblyOf(MetadataReader metadata, TypeReference type) => type.ResolutionScope.Kind switch
    {
        HandleKind.TypeReference => AssemblyOf(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope)),
        HandleKind.AssemblyReference => metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).GetAssemblyName(),
        _ => null,
    };
}
