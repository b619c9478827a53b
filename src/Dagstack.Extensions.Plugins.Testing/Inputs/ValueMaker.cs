using System.Collections;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Testing.Inputs;

/// <summary>Makes a value of a type. Numbers are small and positive, text is valid Unicode, times are in UTC.</summary>
internal sealed class ValueMaker(Rng rng)
{
    private const int MaxDepth = 5;

    private static readonly string[] s_words = ["alpha", "Beta", "gamma delta", "line\nbreak", "tab\there", "quote\"s", "naïve", "Größe", "日本語", "emoji 😀 pair", "e\u0301", "ʕ•ᴥ•ʔ", "0123456789", "a,b;c", "شكرا", "…"];

    /// <exception cref="NotSupportedException">There is no way to make one.</exception>
    public object? Make(Type type, int depth = 0)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Make(underlying, depth);
        }

        return MakeSimple(type) ?? MakeCollection(type, depth) ?? (depth <= MaxDepth ? MakeObject(type, depth) : type.IsValueType ? Activator.CreateInstance(type) : null);
    }

    private string MakeText() => string.Join(' ', Enumerable.Range(0, (int)rng.NextInclusive(1, 6)).Select(_ => rng.Choice(s_words)));

    private object? MakeSimple(Type type)
    {
        if (type.IsEnum)
        {
            var values = Enum.GetValuesAsUnderlyingType(type);
            return values.Length == 0 ? Activator.CreateInstance(type) : Enum.ToObject(type, values.GetValue((int)rng.NextInclusive(0, values.Length - 1))!);
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => MakeText(),
            TypeCode.Boolean => rng.Next(2) == 1,
            TypeCode.Char => (char)rng.NextInclusive('a', 'z'),
            TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64 =>
                Convert.ChangeType(rng.NextInclusive(1, 64), type, System.Globalization.CultureInfo.InvariantCulture),
            TypeCode.Single => (float)rng.NextInclusive(1, 64) / 4,
            TypeCode.Double => (double)rng.NextInclusive(1, 640) / 8,
            TypeCode.Decimal => (decimal)rng.NextInclusive(1, 6400) / 100,
            TypeCode.DateTime => FrozenClock.DefaultStart.UtcDateTime.AddSeconds(rng.Next(100_000)),
            _ => MakeOther(type),
        };
    }

    // The cases have no type in common but object: with one, null would be converted to it.
    private object? MakeOther(Type type) => type switch
    {
        _ when type == typeof(Guid) => rng.NextUuid(),
        _ when type == typeof(DateTimeOffset) => FrozenClock.DefaultStart.AddSeconds(rng.Next(100_000)),
        _ when type == typeof(DateOnly) => DateOnly.FromDateTime(FrozenClock.DefaultStart.UtcDateTime).AddDays(rng.Next(365)),
        _ when type == typeof(TimeOnly) => new TimeOnly(rng.Next(24), rng.Next(60)),
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(rng.Next(1, 1000)),
        _ when type == typeof(Uri) => new Uri($"https://example.org/{rng.Next(100)}"),
        _ when type == typeof(JsonElement) => JsonSerializer.SerializeToElement(new { text = MakeText(), number = rng.Next(100) }),
        _ when type == typeof(object) => MakeText(),
        _ when type == typeof(byte[]) => MakeBytes(),
        _ when type == typeof(ReadOnlyMemory<byte>) => (object)(ReadOnlyMemory<byte>)MakeBytes(),
        _ when type == typeof(Memory<byte>) => (Memory<byte>)MakeBytes(),
        _ => null,
    };

    private byte[] MakeBytes()
    {
        var bytes = new byte[rng.Next(1, 40)];
        rng.NextBytes(bytes);
        return bytes;
    }

    private object? MakeCollection(Type type, int depth)
    {
        if (type.IsArray && type.GetArrayRank() == 1)
        {
            return MakeArray(type.GetElementType()!, depth);
        }

        var interfaces = type.IsInterface ? type.GetInterfaces().Append(type) : type.GetInterfaces();
        if (!type.IsGenericType || !interfaces.Any(static candidate => candidate == typeof(IEnumerable)))
        {
            return null;
        }

        var arguments = type.GetGenericArguments();
        if (arguments.Length == 2)
        {
            var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            for (var i = 0; i < (depth >= MaxDepth ? 0 : 3); i++)
            {
                dictionary[Make(arguments[0], depth + 1)!] = Make(arguments[1], depth + 1);
            }

            return type.IsInstanceOfType(dictionary) ? dictionary : null;
        }

        var array = MakeArray(arguments[0], depth);
        Type[] candidates = type.IsInterface ? [typeof(List<>).MakeGenericType(arguments), typeof(HashSet<>).MakeGenericType(arguments)] : [type];
        return Array.Find(candidates, type.IsAssignableFrom) is { } chosen && chosen.GetConstructor([typeof(IEnumerable<>).MakeGenericType(arguments)]) is { } constructor
            ? constructor.Invoke([array])
            : null;
    }

    private Array MakeArray(Type element, int depth)
    {
        var array = Array.CreateInstance(element, depth >= MaxDepth ? 0 : (int)rng.NextInclusive(1, 4));
        for (var i = 0; i < array.Length; i++)
        {
            array.SetValue(Make(element, depth + 1), i);
        }

        return array;
    }

    private object MakeObject(Type type, int depth)
    {
        if (type.IsAbstract || type.IsInterface || type.IsPointer || type.IsByRefLike || typeof(Delegate).IsAssignableFrom(type) || typeof(Stream).IsAssignableFrom(type) || type.Namespace is "System" or "System.Reflection")
        {
            throw new NotSupportedException($"{type} is not a type that values can be made of.");
        }

        var constructor = type.GetConstructors().OrderByDescending(static candidate => candidate.GetParameters().Length).FirstOrDefault();
        if (constructor is null && !type.IsValueType)
        {
            throw new NotSupportedException($"{type} has no public constructor.");
        }

        var made = constructor?.GetParameters() is { Length: > 0 } parameters
            ? constructor.Invoke([.. parameters.Select(parameter => Make(parameter.ParameterType, depth + 1))])
            : Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && constructor?.GetParameters().Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)) != true))
        {
            property.SetValue(made, Make(property.PropertyType, depth + 1));
        }

        return made;
    }
}
