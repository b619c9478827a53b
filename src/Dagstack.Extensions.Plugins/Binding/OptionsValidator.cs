using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Asks every validation attribute of options, and of what is in them, one by one.</summary>
/// <remarks>
/// The framework's Validator stops at the first level and keeps types in a static store; an attribute
/// asked directly, with a context that has its display name, does neither.
/// </remarks>
internal sealed class OptionsValidator(BindSession session)
{
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _broken = [.. session.Problems.All.Where(static problem => !problem.IsWarning).Select(static problem => problem.Path)];
    private Assembly? _home;
    private int _depth;

    public void Validate(object options, in BoundPlace place)
    {
        var type = options.GetType();
        _home ??= type.Assembly;
        if (_depth >= BindSession.MaxDepth || (!type.IsValueType && !_seen.Add(options)))
        {
            return;
        }

        _depth++;
        var parameters = Parameters(type);
        foreach (var property in OptionsShape.Properties(type))
        {
            if (OptionsShape.IsReadable(property))
            {
                ValidateProperty(options, property, parameters, place);
            }
        }

        ValidateWhole(options, type, place);
        _depth--;
    }

    /// <summary>The parameters of a record: attributes written there are meant for its properties.</summary>
    private static ParameterInfo[] Parameters(Type type) =>
        type.GetConstructor(Type.EmptyTypes) is null && type.GetConstructors() is [var only] ? only.GetParameters() : [];

    private void ValidateProperty(object options, PropertyInfo property, ParameterInfo[] parameters, in BoundPlace place)
    {
        var name = OptionsShape.NameOf(property);
        var below = Below(place, name, out var path);
        var parameter = Array.Find(parameters, candidate => candidate.Name == property.Name);
        List<ValidationAttribute> attributes =
        [
            .. property.GetCustomAttributes<ValidationAttribute>(inherit: true),
            .. parameter?.GetCustomAttributes<ValidationAttribute>() ?? [],
        ];
        if (attributes.Count == 0 && ScalarText.IsScalar(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType))
        {
            return;
        }

        object? value;
        try
        {
            value = property.GetValue(options);
        }
#pragma warning disable CA1031 // Whatever a plugin's property throws is a problem of this key.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (attributes.Count > 0)
            {
                session.Problems.Invalid(path, below.Node, below.Secret, below.Node.Text, ExceptionText.Of(e));
            }

            return;
        }

        foreach (var attribute in IsBroken(path) ? [] : attributes)
        {
            var context = new ValidationContext(options, property.Name, null, null) { MemberName = property.Name };
            Ask(() => attribute.GetValidationResult(value, context), path, below);
        }

        if (value is not null)
        {
            Descend(value, below);
        }
    }

    private void Descend(object value, in BoundPlace place)
    {
        var type = value.GetType();
        if (ScalarText.IsScalar(type) || type.IsPointer || value is Delegate or MemberInfo)
        {
            return;
        }

        if (CollectionShape.Dictionary(type) is { } pair)
        {
            foreach (var (key, item) in DictionaryOf.Create(pair.Key, pair.Value).Read(value))
            {
                DescendTo(item, Convert.ToString(key, System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty, place);
            }
        }
        else if (value is IEnumerable items && CollectionShape.Item(type) is not null)
        {
            if (CollectionShape.IsUnset(value))
            {
                return;
            }

            var index = 0;
            foreach (var item in items)
            {
                DescendTo(item, index++.ToString(System.Globalization.CultureInfo.InvariantCulture), place);
            }
        }
        else if (session.PlaceOf(value) is { } bound)
        {
            Validate(value, bound);
        }
        else if (type.Assembly == _home)
        {
            // A default. Objects of other libraries are not looked into: their getters may do anything.
            Validate(value, place);
        }
    }

    private void DescendTo(object? item, string key, in BoundPlace place)
    {
        if (item is not null)
        {
            var node = place.Node.Find(key) ?? new SectionNode(key, $"{place.Node.Path}:{key}");
            Descend(item, session.PlaceOf(item) ?? place.Below(node));
        }
    }

    private void ValidateWhole(object options, Type type, in BoundPlace place)
    {
        var name = type.Name;
        foreach (var attribute in type.GetCustomAttributes<ValidationAttribute>(inherit: true))
        {
            Ask(() => attribute.GetValidationResult(options, new ValidationContext(options, name, null, null)), null, place);
        }

        if (options is not IValidatableObject validatable)
        {
            return;
        }

        try
        {
            foreach (var result in validatable.Validate(new ValidationContext(options, name, null, null)) ?? [])
            {
                Report(result, null, place);
            }
        }
#pragma warning disable CA1031 // Whatever a plugin's validation throws is a problem of this section.
        catch (Exception e)
#pragma warning restore CA1031
        {
            session.Problems.Invalid(place.Node.Path, place.Node, place.Secret, place.Node.Text, ExceptionText.Of(e));
        }
    }

    private void Ask(Func<ValidationResult?> ask, string? path, in BoundPlace place)
    {
        try
        {
            Report(ask(), path, place);
        }
#pragma warning disable CA1031 // An attribute on a type it does not fit throws: the plugin's mistake, said where it is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            session.Problems.Invalid(path ?? place.Node.Path, place.Node, place.Secret, place.Node.Text, ExceptionText.Of(e));
        }
    }

    /// <summary>Reports a result: at the property asked, else at each of the members that it names, else at the section.</summary>
    private void Report(ValidationResult? result, string? path, in BoundPlace place)
    {
        if (result is null)
        {
            return;
        }

        var message = result.ErrorMessage ?? "it is not valid.";
        var members = path is null ? result.MemberNames.Where(static member => !string.IsNullOrEmpty(member)).ToList() : [];
        if (members.Count == 0)
        {
            session.Problems.Invalid(path ?? place.Node.Path, place.Node, place.Secret, place.Node.Text, message);
        }

        foreach (var member in members)
        {
            var below = Below(place, member, out var memberPath);
            if (!IsBroken(memberPath))
            {
                session.Problems.Invalid(memberPath, below.Node, below.Secret, below.Node.Text, message);
            }
        }
    }

    /// <summary>Whether binding has found a problem at or below a path: what is said of the value then would mislead.</summary>
    private bool IsBroken(string path) => _broken.Exists(broken =>
        broken.StartsWith(path, StringComparison.OrdinalIgnoreCase) && (broken.Length == path.Length || broken[path.Length] == ':'));

    private static BoundPlace Below(in BoundPlace place, string name, out string path)
    {
        // Collisions have been reported while binding.
        var node = Spellings.Find(place.Node, name, new BindProblems());
        path = node?.Path ?? $"{place.Node.Path}:{Spellings.Spell(place.Node, name)}";
        return place.Below(node ?? new SectionNode(name, path), name);
    }
}
