namespace Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

/// <summary>What a schema is in a module.</summary>
/// <param name="Code">The expression that checks a value.</param>
/// <param name="Type">The type of what passes.</param>
internal sealed record ZodType(string Code, string Type)
{
    /// <summary>Gets the type as it stands before brackets or between others.</summary>
    public string Grouped => Type.Contains(' ', StringComparison.Ordinal) ? $"({Type})" : Type;

    public ZodType Refine(string check, string message) => this with { Code = $"{Code}.refine({check}, {TypeScriptText.Literal(message)})" };

    public ZodType SuperRefine(string check) => this with { Code = $"{Code}.superRefine({check})" };

    /// <summary>Says of what passes more than zod can know of it.</summary>
    public ZodType Cast(string type) => new($"({Code} as unknown as z.ZodType<{type}>)", type);

    /// <summary>Joins what one of several passes.</summary>
    public static ZodType Union(IReadOnlyList<ZodType> options)
    {
        var hasNull = options.Any(static option => option.Code == "z.null()");
        var others = options.Where(static option => option.Code != "z.null()").ToList();
        var types = others.Select(static option => option.Type).Distinct().ToList();
        var type = types.Contains("unknown") ? "unknown" : string.Join(" | ", types);
        var union = others switch
        {
            [] => new ZodType("z.null()", "null"),
            [var only] => only,
            _ => new ZodType($"z.union([{string.Join(", ", others.Select(static option => option.Code))}])", type),
        };
        return !hasNull || others.Count == 0 ? union : new($"{union.Code}.nullable()", union.Type == "unknown" ? "unknown" : $"{union.Type} | null");
    }
}
