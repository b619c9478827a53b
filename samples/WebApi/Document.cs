using System.ComponentModel.DataAnnotations;

namespace WebApi;

/// <summary>A text to cut.</summary>
/// <param name="Text">The text.</param>
/// <param name="MaxSize">The longest piece, in UTF-16 code units; without it the chunker decides.</param>
public sealed record Document([Required(AllowEmptyStrings = true)] string Text, [Range(1, int.MaxValue)] int? MaxSize = null);
