using System.Reflection;
using System.Text.Json.Serialization;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>A contract of one hook, made by hand, so that any type can be a parameter or a result.</summary>
internal sealed class CodecContract : PluginContract
{
    private readonly JsonSerializerContext? _context;
    private readonly HookDescriptor _hook;

    private CodecContract(Type result, JsonSerializerContext? context, bool isNullable = false, params HookParameter[] parameters)
        : this(typeof(IDisposable), "Store", result, context, isNullable, parameters)
    {
    }

    private CodecContract(Type contract, string name, Type result, JsonSerializerContext? context, bool isNullable, HookParameter[] parameters)
        : base(contract, "sink", "1.0.0")
    {
        _context = context;
        _hook = new()
        {
            Name = name,
            WireName = "store",
            Shape = HookShape.Sync,
            ResultType = result,
            IsResultNullable = isNullable,
            CreateInvocation = () => new CodecCall(_hook!),
            Parameters = parameters,
            ChainValueType = result.IsGenericType && result.GetGenericTypeDefinition() == typeof(ChainResult<>) ? result.GetGenericArguments()[0] : null,
        };
    }

    public override JsonSerializerContext? JsonContext => _context;

    /// <summary>A contract whose hook has a result.</summary>
    public static CodecContract Of<T>(JsonSerializerContext? context = null) => new(typeof(T), context);

    /// <summary>A hook with a result.</summary>
    public static HookCodec Returning<T>(JsonSerializerContext? context = null, bool isNullable = false) => For(new(typeof(T), context, isNullable));

    /// <summary>A hook with a result of a type that is known at run time.</summary>
    public static HookCodec Returning(Type result) => For(new(result, null));

    /// <summary>A hook with parameters.</summary>
    public static HookCodec Taking(params HookParameter[] parameters) => For(new(typeof(NoResult), null, parameters: parameters));

    /// <summary>A hook with one parameter called <c>value</c>.</summary>
    public static HookCodec Taking<T>(JsonSerializerContext? context = null) => For(new(typeof(NoResult), context, parameters: Parameter<T>("value")));

    /// <summary>A hook that is a member of an interface, which returns what it returns at once.</summary>
    public static HookCodec Member<TContract>(string name) => Member(typeof(TContract), name);

    public static HookCodec Member(Type contract, string name)
    {
        var nulls = new NullabilityInfoContext();
        var method = contract.GetInterfaces().Prepend(contract).Select(type => type.GetMethod(name)).First(static method => method is not null)!;
        var result = method.ReturnType == typeof(void) ? typeof(NoResult) : method.ReturnType.IsSubclassOf(typeof(Task)) ? method.ReturnType.GetGenericArguments()[0] : method.ReturnType;
        var parameters = method.GetParameters().Where(static parameter => parameter.ParameterType != typeof(CancellationToken)).Select(parameter => new HookParameter
        {
            Name = parameter.Name!,
            WireName = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!),
            Type = parameter.ParameterType,
            IsOptional = parameter.HasDefaultValue,
            DefaultValue = parameter.HasDefaultValue ? parameter.DefaultValue : null,
            IsNullable = nulls.Create(parameter).WriteState == NullabilityState.Nullable,
            Description = parameter.Name == "documented" ? "What its comment says." : null,
        });
        return For(new(contract, name, result, null, nulls.Create(method.ReturnParameter).ReadState == NullabilityState.Nullable, [.. parameters]));
    }

    public static HookParameter Parameter<T>(string name, bool isOptional = false, object? defaultValue = null, bool isNullable = false) =>
        new() { Name = name, WireName = name, Type = typeof(T), IsOptional = isOptional, DefaultValue = defaultValue, IsNullable = isNullable };

    public override PluginProxy CreateProxy(PluginSlot slot) => throw new NotSupportedException();

    protected override IReadOnlyList<HookDescriptor> CreateHooks() => [_hook];

    private static HookCodec For(CodecContract contract) => PluginCodec.Of(contract).For(contract._hook);
}
