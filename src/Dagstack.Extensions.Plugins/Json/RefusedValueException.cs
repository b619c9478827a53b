using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>A converter refuses a value. The serializer adds the path.</summary>
/// <param name="found">What the value is: "a DateTime of kind Unspecified".</param>
/// <param name="advice">What to do, as a sentence.</param>
internal sealed class RefusedValueException(string found, string advice) : JsonException($"{found}. {advice}")
{
    public string Found { get; } = found;

    public string Advice { get; } = advice;
}
