using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Dagstack.Extensions.Plugins.CompilerServices;
using Contract = Dagstack.Extensions.Plugins.CompilerServices.PluginContract;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Turns calls of a contract into JSON and back, by nothing but its descriptors.</summary>
/// <remarks>Arguments are an object of snake_case names. What the contract's JsonContext does not know cannot be carried.</remarks>
internal sealed class HookJson(Contract contract, bool onlyExposed = true)
{
    private readonly JsonSerializerOptions _options = CreateOptions(contract.JsonContext);

    public byte[] WriteArguments(HookInvocation invocation)
    {
        var hook = Exposed(invocation.Hook);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = _options.Encoder }))
        {
            writer.WriteStartObject();
            for (var i = 0; i < hook.Parameters.Count; i++)
            {
                var parameter = hook.Parameters[i];
                writer.WritePropertyName(parameter.WireName);
                writer.WriteRawValue(Write(invocation.GetArgument(i), parameter.Type, $"the parameter '{parameter.Name}' of '{hook.Name}'"));
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    public HookInvocation ReadArguments(HookDescriptor hook, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var invocation = Exposed(hook).CreateInvocation();
        foreach (var unknown in document.RootElement.EnumerateObject().Where(property => !hook.Parameters.Any(parameter => parameter.WireName == property.Name)))
        {
            throw new PluginSerializationException($"The hook '{hook.WireName}' of the kind '{contract.Kind}' has no parameter '{unknown.Name}'. It has: {string.Join(", ", hook.Parameters.Select(static parameter => parameter.WireName))}.");
        }

        for (var i = 0; i < hook.Parameters.Count; i++)
        {
            var parameter = hook.Parameters[i];
            if (document.RootElement.TryGetProperty(parameter.WireName, out var value))
            {
                invocation.SetArgument(i, Read(value.GetRawText(), parameter.Type, $"the parameter '{parameter.Name}' of '{hook.Name}'"));
            }
            else if (parameter.IsOptional)
            {
                invocation.SetArgument(i, parameter.DefaultValue);
            }
            else
            {
                throw new PluginSerializationException($"The hook '{hook.WireName}' of the kind '{contract.Kind}' needs the parameter '{parameter.WireName}'. Give it a value.");
            }
        }

        return invocation;
    }

    /// <summary>Sends the arguments of a call there and back, into a new call.</summary>
    public TInvocation Carry<TInvocation>(TInvocation invocation)
        where TInvocation : HookInvocation
    {
        var copy = (TInvocation)ReadArguments(invocation.Hook, WriteArguments(invocation));
        copy.CancellationToken = invocation.CancellationToken;
        return copy;
    }

    /// <summary>Writes a result; a chain's stop is an object without a value.</summary>
    public byte[] WriteResult(HookDescriptor hook, object? result)
    {
        Exposed(hook);
        if (result is null or NoResult)
        {
            return "null"u8.ToArray();
        }

        return Write(result, hook.ResultType, $"the result of '{hook.Name}'");
    }

    public object? ReadResult(HookDescriptor hook, ReadOnlyMemory<byte> json) =>
        hook.ResultType == typeof(NoResult) ? null : Read(System.Text.Encoding.UTF8.GetString(json.Span), hook.ResultType, $"the result of '{hook.Name}'");

    public object? CarryResult(HookDescriptor hook, object? result) => ReadResult(hook, WriteResult(hook, result));

    private static JsonSerializerOptions CreateOptions(JsonSerializerContext? context)
    {
        var options = context is null ? new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() } : new JsonSerializerOptions(context.Options) { TypeInfoResolver = context };
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new ChainResultConverterFactory());
        options.MakeReadOnly();
        return options;
    }

    private HookDescriptor Exposed(HookDescriptor hook) => hook.IsExposed || !onlyExposed
        ? hook
        : throw new PluginSerializationException($"The hook '{hook.Name}' of the kind '{contract.Kind}' is marked as not exposed, so no other process can call it. Call it in process, or give the contract a form of it that JSON can carry.");

    private byte[] Write(object? value, Type type, string what)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(value, _options.GetTypeInfo(type));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw Refused(what, type, "cannot be written as JSON", fault);
        }
    }

    private object? Read(string json, Type type, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(json, _options.GetTypeInfo(type));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw Refused(what, type, "cannot be read back from JSON", fault);
        }
    }

    private PluginSerializationException Refused(string what, Type type, string outcome, Exception fault)
    {
        var remedy = contract.JsonContext is { } context && context.GetTypeInfo(type) is null
            ? $"Add [JsonSerializable(typeof({type.Name}))] to {context.GetType().Name}."
            : "Use types that JSON has: text, numbers, true and false, lists, dictionaries with text as keys, and records of these.";
        return new($"{char.ToUpperInvariant(what[0])}{what[1..]}, a {type}, {outcome}: {ExceptionText.Of(fault).TrimEnd('.')}. {remedy}", fault);
    }
}
