using System.Reflection;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The fields of types that may refer to something.</summary>
internal sealed class ReferenceFields
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Dictionary<Type, FieldInfo[]> _byType = [];

    /// <summary>Gets the fields of a type and of those that it derives from.</summary>
    public FieldInfo[] Of(Type type)
    {
        if (!_byType.TryGetValue(type, out var fields))
        {
            var found = new List<FieldInfo>();
            for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
            {
                found.AddRange(declaring.GetFields(Own).Where(static field => MayRefer(field.FieldType)));
            }

            _byType.Add(type, fields = [.. found]);
        }

        return fields;
    }

    /// <summary>Tells whether a value of a type may refer to something. Structures may, and are looked into.</summary>
    public static bool MayRefer(Type type) =>
        !type.IsPrimitive && !type.IsEnum && !type.IsPointer && !type.IsByRef && !type.IsByRefLike && !type.IsFunctionPointer
        && type != typeof(string) && type != typeof(decimal) && type != typeof(DateTime) && type != typeof(TimeSpan) && type != typeof(Guid);
}
