using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Loads the class that a manifest's entry point names, or says why it cannot be used.</summary>
internal static class PluginTypeLoader
{
    private const string Wanted = "A plugin is a public class that can be constructed.";

    /// <summary>Loads the class and checks that it can be a plugin of the contract.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="className">The full name of the class.</param>
    /// <param name="path">The file of the assembly, for messages.</param>
    /// <param name="assembly">The entry assembly, which has the class.</param>
    /// <param name="contract">The contract of the plugin's kind.</param>
    /// <exception cref="PluginLoadException">The class cannot be used.</exception>
    public static Type Load(PluginId plugin, string className, string path, Assembly assembly, PluginContract contract)
    {
        var type = assembly.GetType(className, throwOnError: true)!;
        EnsureUsable(plugin, type, path, contract, inTree: false);
        return type;
    }

    /// <summary>Checks that a class can be a plugin of the contract.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="type">The class.</param>
    /// <param name="path">The file of the assembly, for messages.</param>
    /// <param name="contract">The contract of the plugin's kind.</param>
    /// <param name="inTree">Whether it is one of the host's own classes, which may be internal, as those of any service may.</param>
    /// <exception cref="PluginLoadException">The class cannot be used.</exception>
    public static void EnsureUsable(PluginId plugin, Type type, string? path, PluginContract contract, bool inTree)
    {
        if ((ShapeComplaint(type) ?? (inTree ? null : VisibilityComplaint(type)) ?? ContractComplaint(type, contract)) is { } complaint)
        {
            throw new PluginLoadException(plugin, $"The class '{type.FullName}' of plugin '{plugin}' {complaint} ({path})") { File = path };
        }
    }

    private static string? ShapeComplaint(Type type) =>
        type.IsInterface ? $"is an interface, not a class. {Wanted} Name one that implements it."
        : type.IsEnum ? $"is an enumeration, not a class. {Wanted}"
        : type.IsValueType ? $"is a structure, not a class. {Wanted} Write 'class' instead of 'struct'."
        : type.IsAssignableTo(typeof(Delegate)) ? $"is a delegate, not a class. {Wanted}"
        : type is { IsAbstract: true, IsSealed: true } ? $"is static. {Wanted} Remove 'static' and implement the contract."
        : type.IsAbstract ? "is abstract. Name a class that can be constructed."
        : type.ContainsGenericParameters ? "is generic. Name a class without type parameters, which may derive from this one."
        : null;

    private static string? VisibilityComplaint(Type type) =>
        type.IsVisible ? null
        : !type.IsNested ? "is not public. Make it public, so that it can be constructed."
        : type.IsNestedPublic ? $"is public, but nested in '{type.DeclaringType!.FullName}', which is not. Make both public, or move the class out."
        : $"is nested in '{type.DeclaringType!.FullName}' and not public. Make it public, or move the class out.";

    private static string? ContractComplaint(Type type, PluginContract contract)
    {
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
