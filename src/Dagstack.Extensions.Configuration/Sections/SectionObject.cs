using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Sections;

/// <summary>Objects of a section: made, filled, and validated by attributes.</summary>
internal static class SectionObject
{
    public static object? Bind(Type type, ConfigMap map, string path, SectionBinder binder)
    {
        var plan = ObjectPlan.Of(type);
        if (plan.Constructor is null && !plan.IsPlain)
        {
            binder.Report(map, path, ConfigErrorReason.ValidationFailed, $"{TypeName.Of(type)} has no public constructor without parameters, and not a single one with them. Ask for a type that has one.");
            return null;
        }

        var arguments = plan.Parameters.Select(parameter => Argument(parameter, map, path, binder)).ToArray();
        var values = plan.Properties.Select(property => Value(property, map, path, binder)).ToList();
        if (arguments.Any(static argument => !argument.IsGood) || values.Any(static value => !value.IsGood))
        {
            return null;
        }

        try
        {
            var instance = plan.Constructor?.Invoke([.. arguments.Select(static argument => argument.Value)]) ?? RuntimeHelpers.GetUninitializedObject(type);
            foreach (var (property, value) in plan.Properties.Zip(values).Where(static pair => pair.Second.IsThere))
            {
                property.SetValue(instance, value.Value);
            }

            Validate(instance, plan, map, path, binder);
            return instance;
        }
        catch (TargetInvocationException exception)
        {
            binder.Report(map, path, ConfigErrorReason.ValidationFailed, $"{TypeName.Of(type)} refuses these values: {exception.InnerException!.Message}");
            return null;
        }
    }

    private static MemberValue Argument(ParameterInfo parameter, ConfigMap map, string path, SectionBinder binder) =>
        Find(parameter.Name!, map, path, binder) is { } key ? Bound(parameter.ParameterType, new NullabilityInfoContext().Create(parameter), key, map, path, binder)
            : parameter.HasDefaultValue ? MemberValue.Of(parameter.DefaultValue)
            : Missing(parameter.Name!, parameter.ParameterType, map, path, binder);

    private static MemberValue Value(PropertyInfo property, ConfigMap map, string path, SectionBinder binder) =>
        Find(property.Name, map, path, binder) is { } key ? Bound(property.PropertyType, new NullabilityInfoContext().Create(property), key, map, path, binder)
            : property.IsDefined(typeof(RequiredMemberAttribute)) ? Missing(property.Name, property.PropertyType, map, path, binder)
            : MemberValue.Absent;

    private static MemberValue Bound(Type type, NullabilityInfo nullability, string key, ConfigMap map, string path, SectionBinder binder)
    {
        var node = map.Members[key];
        var inner = DotPath.Append(path, key);
        var value = binder.Bind(type, node, inner, key);
        if (value is not null)
        {
            return MemberValue.Of(value);
        }

        if (node is not ConfigScalar { Kind: ScalarKind.Null, IsInterpolated: false })
        {
            return MemberValue.Bad;
        }

        if (nullability.WriteState == NullabilityState.NotNull)
        {
            if (!type.IsValueType)
            {
                binder.Report(node, inner, ConfigErrorReason.ValidationFailed, $"expected a {TypeName.Of(type)}, found null. Write a value, or leave the key out.");
            }

            return MemberValue.Bad;
        }

        return MemberValue.Of(null);
    }

    private static MemberValue Missing(string name, Type type, ConfigMap map, string path, SectionBinder binder)
    {
        var key = Snake(name);
        binder.Report(map, DotPath.Append(path, key), ConfigErrorReason.Missing, $"there is no such key, and a {TypeName.Of(type)} is required. Add it.");
        return MemberValue.Bad;
    }

    // A name as it is wins; two others that fold to the same are an error, and so is neither of them.
    private static string? Find(string name, ConfigMap map, string path, SectionBinder binder)
    {
        if (map.Members.ContainsKey(name))
        {
            return name;
        }

        var keys = map.Members.Keys.Where(key => FoldedName.Matches(key, name)).ToList();
        if (keys.Count > 1)
        {
            binder.Report(map.Members[keys[1]], DotPath.Append(path, keys[1]), ConfigErrorReason.ValidationFailed, $"'{keys[0]}' and '{keys[1]}' are two spellings of {name}. Keep one of them.");
        }

        return keys.FirstOrDefault();
    }

    private static void Validate(object instance, ObjectPlan plan, ConfigMap map, string path, SectionBinder binder)
    {
        foreach (var property in plan.Validated)
        {
            var key = map.Members.Keys.FirstOrDefault(key => FoldedName.Matches(key, property.Name)) ?? Snake(property.Name);
            var context = new ValidationContext(instance) { MemberName = property.Name, DisplayName = key };
            foreach (var attribute in property.GetCustomAttributes<ValidationAttribute>(inherit: true))
            {
                if (attribute.GetValidationResult(property.GetValue(instance), context) is { } failure)
                {
                    var node = map.Members.GetValueOrDefault(key) ?? map;
                    binder.Report(node, DotPath.Append(path, key), ConfigErrorReason.ValidationFailed, $"{failure.ErrorMessage?.TrimEnd('.')}. Correct the value.");
                }
            }
        }

        foreach (var failure in (instance as IValidatableObject)?.Validate(new ValidationContext(instance)) ?? [])
        {
            var name = failure.MemberNames.FirstOrDefault();
            binder.Report(map, name is null ? path : DotPath.Append(path, Snake(name)), ConfigErrorReason.ValidationFailed, $"{failure.ErrorMessage?.TrimEnd('.')}. Correct the section.");
        }
    }

    // Files have snake_case.
    private static string Snake(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
