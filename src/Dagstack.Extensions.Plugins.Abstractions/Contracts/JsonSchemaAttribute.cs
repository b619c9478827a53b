using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins;

/// <summary>Says of a type, a property or a parameter what its JSON Schema has beyond what C# says.</summary>
/// <remarks>
/// On a method it is about the whole payload of the hook, on a return value about the whole result; on a property of a contract about what the property returns. What a property or a parameter says comes after what its
/// type says, and <see cref="Keywords"/> come last. Arguments that come as JSON are checked against it. See §8.1 of the plugin contract, and docs/json.md.
/// </remarks>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Method,
    Inherited = false)]
public sealed class JsonSchemaAttribute : Attribute
{
    /// <summary>Gets or sets the name of a type among the definitions (<c>$defs</c>) of schemas that refer to it.</summary>
    /// <value>The default is null: the name of the type. It means something on types only.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets the <c>title</c>.</summary>
    /// <value>The default is null: none.</value>
    public string? Title { get; set; }

    /// <summary>Gets or sets the <c>description</c>.</summary>
    /// <value>The default is null: that of <see cref="System.ComponentModel.DescriptionAttribute"/> or, for parameters, of the documentation comment.</value>
    public string? Description { get; set; }

    /// <summary>Gets or sets the <c>format</c>, such as <c>uri</c>.</summary>
    /// <value>The default is null: that of the type, if it has one. Values are not checked against it.</value>
    public string? Format { get; set; }

    /// <summary>Gets or sets the <c>pattern</c> of a text: a regular expression of ECMAScript, which is found anywhere unless it says otherwise.</summary>
    /// <value>The default is null: that of the type, if it has one.</value>
    public string? Pattern { get; set; }

    /// <summary>Gets or sets the least number (<c>minimum</c>).</summary>
    /// <value>The default is <see cref="double.NaN"/>: that of the type.</value>
    public double Minimum { get; set; } = double.NaN;

    /// <summary>Gets or sets the largest number (<c>maximum</c>).</summary>
    /// <value>The default is <see cref="double.NaN"/>: that of the type.</value>
    public double Maximum { get; set; } = double.NaN;

    /// <summary>Gets or sets what a number is above (<c>exclusiveMinimum</c>).</summary>
    /// <value>The default is <see cref="double.NaN"/>: nothing.</value>
    public double ExclusiveMinimum { get; set; } = double.NaN;

    /// <summary>Gets or sets what a number is below (<c>exclusiveMaximum</c>).</summary>
    /// <value>The default is <see cref="double.NaN"/>: nothing.</value>
    public double ExclusiveMaximum { get; set; } = double.NaN;

    /// <summary>Gets or sets what a number is a multiple of (<c>multipleOf</c>), above zero.</summary>
    /// <value>The default is <see cref="double.NaN"/>: nothing.</value>
    public double MultipleOf { get; set; } = double.NaN;

    /// <summary>Gets or sets the least number of characters of a text (<c>minLength</c>).</summary>
    /// <value>The default is -1: that of the type, if it has one.</value>
    public int MinLength { get; set; } = -1;

    /// <summary>Gets or sets the largest number of characters of a text (<c>maxLength</c>).</summary>
    /// <value>The default is -1: that of the type, if it has one.</value>
    public int MaxLength { get; set; } = -1;

    /// <summary>Gets or sets the least number of items of a list (<c>minItems</c>).</summary>
    /// <value>The default is -1: any.</value>
    public int MinItems { get; set; } = -1;

    /// <summary>Gets or sets the largest number of items of a list (<c>maxItems</c>).</summary>
    /// <value>The default is -1: any.</value>
    public int MaxItems { get; set; } = -1;

    /// <summary>Gets or sets a value indicating whether no item of a list is there twice (<c>uniqueItems</c>).</summary>
    /// <value>The default is false.</value>
    public bool UniqueItems { get; set; }

    /// <summary>Gets or sets a value indicating whether objects of a type may have properties that the type does not have.</summary>
    /// <value>The default is false: in the schemas of the contract (<c>ContractInputSchema</c>, <c>ContractOutputSchema</c>) they have <c>"additionalProperties": false</c>. It means something on types, and on methods for the object of the hook's parameters.</value>
    public bool IsOpen { get; set; }

    /// <summary>Gets or sets further keywords, as the JSON text of an object.</summary>
    /// <value>The default is null: none. They are put over those that there are, one by one; those under <c>$defs</c> by their names.</value>
    [StringSyntax(StringSyntaxAttribute.Json)]
    public string? Keywords { get; set; }

    /// <summary>Gets or sets the names of keywords that the C# type gives and the schema does not have, such as <c>minimum</c>.</summary>
    /// <value>The default is null: none.</value>
    public string[]? Omit { get; set; }
}
