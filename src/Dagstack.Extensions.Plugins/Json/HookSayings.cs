using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>What the attributes of a contract's member say of the schemas of its hook.</summary>
internal sealed class HookSayings
{
    private readonly ParameterInfo[] _parameters = [];
    private readonly PropertyInfo? _property;

    public HookSayings(PluginContract contract, HookDescriptor hook)
    {
        var method = contract.InterfaceType.GetInterfaces().Prepend(contract.InterfaceType)
            .SelectMany(static type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .FirstOrDefault(method => method.Name == hook.Name && ParametersOf(method).Select(static parameter => parameter.ParameterType).SequenceEqual(hook.Parameters.Select(static parameter => parameter.Type)));
        Member = $"the hook '{hook.Name}'";
        if (method is null)
        {
            return;
        }

        _parameters = [.. ParametersOf(method)];
        _property = method.IsSpecialName
            ? method.DeclaringType!.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).FirstOrDefault(property => property.GetMethod == method || property.SetMethod == method)
            : null;
        Input = SchemaAttributes.Of(method);
        ReturnValue = method.ReturnType == typeof(void) ? null : method.ReturnParameter;
        Result = ReturnValue is null ? null : SchemaAttributes.Of(ReturnValue) ?? SchemaAttributes.Of(_property);
    }

    /// <summary>Gets where the attributes are, for a message.</summary>
    public string Member { get; }

    /// <summary>Gets what is said of the whole payload.</summary>
    public JsonSchemaAttribute? Input { get; }

    /// <summary>Gets what is said of the whole result.</summary>
    public JsonSchemaAttribute? Result { get; }

    /// <summary>Gets the declaration of what the member returns; null if it is not known.</summary>
    public ParameterInfo? ReturnValue { get; }

    /// <summary>Finds the declaration of a parameter; null if it is not known.</summary>
    public ParameterInfo? FindParameter(int index) => index < _parameters.Length ? _parameters[index] : null;

    /// <summary>Finds what is said of a parameter; of the value that a setter is given, what is said of the property.</summary>
    public JsonSchemaAttribute? OfParameter(int index)
    {
        if (index >= _parameters.Length)
        {
            return null;
        }

        var isAssigned = _property is not null && _parameters[index].Member == _property.SetMethod && index == _parameters.Length - 1;
        return SchemaAttributes.Of(isAssigned ? _property : _parameters[index]);
    }

    /// <summary>The parameters without the token of the call. That of a setter is its value.</summary>
    private static IEnumerable<ParameterInfo> ParametersOf(MethodInfo method)
    {
        var parameters = method.GetParameters();
        return parameters.Where(parameter => parameter.ParameterType != typeof(CancellationToken) || (method.ReturnType == typeof(void) && method.IsSpecialName && parameter.Position == parameters.Length - 1));
    }
}
