using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Hookspecs.Contracts;

/// <summary>Finds what a hook is in its interface.</summary>
internal static class HookMembers
{
    /// <summary>Finds the method of a hook.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="hook">The hook.</param>
    public static MethodInfo Find(PluginContract contract, HookDescriptor hook) => contract.InterfaceType.GetInterfaces().Prepend(contract.InterfaceType)
        .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
        .First(method => method.Name == hook.Name && Types(method).SequenceEqual(hook.Parameters.Select(static parameter => parameter.Type)));

    /// <summary>Finds the member that attributes stand on: a property has them itself.</summary>
    public static MemberInfo Declared(MethodInfo method) => method.IsSpecialName
        ? method.DeclaringType!.GetProperties(BindingFlags.Public | BindingFlags.Instance).FirstOrDefault(property => property.GetMethod == method || property.SetMethod == method) ?? (MemberInfo)method
        : method;

    private static IEnumerable<Type> Types(MethodInfo method) => method.GetParameters().Select(static parameter => parameter.ParameterType).Where(static type => type != typeof(CancellationToken));
}
