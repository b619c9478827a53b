using System.Buffers;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Says what of a hook's call JSON cannot carry, where, and what to do.</summary>
internal sealed class CodecFaults(PluginCodec codec, HookDescriptor hook)
{
    private const string Types = "Use types that JSON has: text, numbers, true and false, lists, dictionaries with text as keys, and records of these.";

    private string Kind => codec.Contract.Kind;

    private string Parameters => hook.Parameters.Count == 0 ? "It has none." : $"It has: {string.Join(", ", hook.Parameters.Select(static parameter => parameter.WireName))}.";

    public PluginSerializationException NotDescribed(Type type, HookParameter? parameter, Exception fault)
    {
        var remedy = codec.Contract.JsonContext is { } context
            ? $"Add [JsonSerializable(typeof({TypeName.Of(parameter is null ? hook.ChainValueType ?? type : parameter.Type)}))] to {context.GetType().Name}."
            : Types;
        return Make(parameter, "$", $"{Subject(parameter, type)} cannot be written as JSON: {ExceptionText.Of(fault).TrimEnd('.')}. {remedy}", fault);
    }

    public PluginSerializationException NotWritten(ParameterCodec parameter, string root, object? value, Exception fault) =>
        NotWritten(parameter.Parameter, parameter.Value, root, value, fault);

    public PluginSerializationException NotWritten(ValueCodec result, object? value, Exception fault) => NotWritten(null, result, "$", value, fault);

    public PluginSerializationException NotRead(ParameterCodec parameter, string root, Utf8JsonReader start, Exception fault) =>
        NotRead(parameter.Parameter, parameter.Value, root, start, fault);

    public PluginSerializationException NotRead(ValueCodec? result, Utf8JsonReader start, Exception fault) => NotRead(null, result, "$", start, fault);

    public PluginSerializationException NoObject(JsonTokenType found) =>
        Make(null, "$", $"The hook '{hook.WireName}' of the kind '{Kind}' takes an object of its parameters, and was given {FoundValue.Show(found)}. {Parameters}", null);

    public PluginSerializationException UnknownParameter(string name)
    {
        var near = NearNames.Find(name, hook.Parameters.Select(static parameter => parameter.WireName));
        var advice = near is null ? string.Empty : $"Did you mean '{near}'? ";
        return Make(null, JsonPlace.Append("$", name), $"The hook '{hook.WireName}' of the kind '{Kind}' has no parameter '{Excerpt.Of(name)}'. {advice}{Parameters}", null);
    }

    public PluginSerializationException MissingParameter(HookParameter parameter) =>
        Make(parameter, "$", $"The hook '{hook.WireName}' of the kind '{Kind}' needs the parameter '{parameter.WireName}'. Give it a value.", null);

    public PluginSerializationException NotJson(bool isResult, Exception? fault) =>
        Make(null, "$", $"The {(isResult ? "result" : "arguments")} of '{hook.Name}' of the kind '{Kind}' cannot be read: {(fault is null ? "the JSON ends too early." : $"it is not one JSON value. {Told(fault)}")}", fault);

    private PluginSerializationException NotWritten(HookParameter? parameter, ValueCodec value, string root, object? argument, Exception fault)
    {
        var path = PathOf(value, root, argument);
        var reason = fault switch
        {
            RefusedValueException refused => $"{Short(path)} is {refused.Found}. {refused.Advice}",
            ArgumentException when fault.Message.Contains("infinity", StringComparison.Ordinal) => $"{Short(path)} is {NotFinite(argument)}, which JSON does not have. Give null, or leave it out.",
            JsonException when fault.Message.Contains("cycle", StringComparison.Ordinal) => $"{Short(path)} lies more than {codec.Options.MaxDepth} levels deep, or contains itself. Give a tree that ends, or the names of what it refers to.",
            _ => $"{Short(path)}: {Told(fault)} {Types}",
        };
        return Make(parameter, path, $"{Subject(parameter, value.Info.Type)} cannot be written as JSON: {reason}", fault);
    }

    private PluginSerializationException NotRead(HookParameter? parameter, ValueCodec? value, string root, Utf8JsonReader start, Exception fault)
    {
        fault = value is null ? fault : ReadAgain(value, start) ?? fault;
        var inside = (fault as JsonException)?.Path is ['$', ..] told ? told[1..] : string.Empty;
        var path = root + inside;
        var reason = fault switch
        {
            RefusedValueException refused => $"{Short(path)} is {refused.Found}. {refused.Advice}",
            _ when value is not null && IsOtherValue(fault) && FoundValue.Find(start, inside, value.Info) is { Expected: { } expected } found => $"{Short(path)} is {found.Found}. Give {Expected.Of(expected)}.",
            _ => $"{Short(path)}: {Told(fault)}",
        };
        return Make(parameter, path, $"{Subject(parameter, value?.Info.Type)} cannot be read back from JSON: {reason}", fault);
    }

    /// <summary>Whether a converter found something else than its type: what the serializer says for an exception without a message.</summary>
    private static bool IsOtherValue(Exception fault) => fault is JsonException && fault.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal);

    /// <summary>Reads the value once more, by the serializer: converters know no path.</summary>
    private static Exception? ReadAgain(ValueCodec value, Utf8JsonReader start)
    {
        try
        {
            JsonSerializer.Deserialize(ref start, value.Info);
            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }

    /// <summary>Writes the value once more, as far as that goes: the serializer's own path has no wire names, and none at all for most errors.</summary>
    private string PathOf(ValueCodec value, string root, object? argument)
    {
        var written = new ArrayBufferWriter<byte>();
        using var writer = CodecWriters.Create(written, codec.Options);
        try
        {
            value.WriteUntyped(writer, argument);
            return root;
        }
        catch (Exception)
        {
            writer.Flush();
            return JsonPlace.OfEnd(written.WrittenSpan, root);
        }
    }

    private static string NotFinite(object? value) => value is double or float or Half ? ((IFormattable)value).ToString(null, System.Globalization.CultureInfo.InvariantCulture) : "NaN or an infinity";

    /// <summary>What an exception says, without the place that the serializer appends.</summary>
    private static string Told(Exception fault)
    {
        var text = fault is JsonException or NotSupportedException ? ExceptionText.MessageOf(fault) : ExceptionText.Of(fault);
        var end = text.IndexOf(" Path: ", StringComparison.Ordinal);
        return $"{(end < 0 ? text : text[..end]).TrimEnd('.', ' ')}.";
    }

    private static string Short(string path) => Excerpt.Cut(path, 200);

    private string Subject(HookParameter? parameter, Type? type) =>
        $"{(parameter is null ? "The result" : $"The parameter '{parameter.Name}'")} of '{hook.Name}' of the kind '{Kind}'{(type is null ? string.Empty : $", of type {TypeName.Of(type)},")}";

    private PluginSerializationException Make(HookParameter? parameter, string path, string message, Exception? fault) =>
        new(message, fault) { Kind = Kind, Hook = hook.Name, Parameter = parameter?.Name, Path = path };
}
