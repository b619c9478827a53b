using System.Reflection;

namespace Dagstack.Tool.Creation;

/// <summary>What a class has to implement of an interface.</summary>
internal static class InterfaceMembers
{
    /// <summary>Gets its properties and methods without a body, those that it inherits too.</summary>
    public static IEnumerable<MemberInfo> Of(Type contract) => contract.GetInterfaces().Prepend(contract)
        .SelectMany(static type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(static member => member is MethodInfo { IsAbstract: true, IsSpecialName: false } || (member is PropertyInfo property && property.GetAccessors().Any(static accessor => accessor.IsAbstract)))
        .DistinctBy(static member => member is MethodInfo method ? $"{method.Name}({string.Join(',', method.GetParameters().Select(static parameter => parameter.ParameterType))})" : member.Name);
}
