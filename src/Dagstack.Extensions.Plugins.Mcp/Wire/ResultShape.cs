namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Where the parts of a result are, in the bytes of its message.</summary>
internal struct ResultShape
{
    /// <summary>The value of <c>content</c>.</summary>
    public ValueRange Content;

    /// <summary>The value of <c>structuredContent</c>.</summary>
    public ValueRange Structured;

    /// <summary>The value of <c>structuredContent.result</c>, where results that are no objects are.</summary>
    public ValueRange Wrapped;

    /// <summary>The text of the one block of content, with its quotes, if it is one text block.</summary>
    public ValueRange OnlyText;

    /// <summary>The value of <c>_meta</c>.</summary>
    public ValueRange Meta;

    /// <summary>The value of <c>task</c>, by which servers up to 2025-11-25 answer with a task.</summary>
    public ValueRange Task;

    /// <summary>The value of <c>isError</c>, where it is true.</summary>
    public bool IsError;

    /// <summary>The value of <c>resultType</c>.</summary>
    public string? ResultType;

    /// <summary>Counts from the beginning of the result.</summary>
    public readonly ResultShape Within(ValueRange result) => this with
    {
        Content = Content.Within(result),
        Structured = Structured.Within(result),
        Wrapped = Wrapped.Within(result),
        OnlyText = OnlyText.Within(result),
        Meta = Meta.Within(result),
        Task = Task.Within(result),
    };
}
