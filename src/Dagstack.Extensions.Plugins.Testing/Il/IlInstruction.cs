using System.Reflection.Metadata;

namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>One instruction of a method.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Code">What it does.</param>
/// <param name="Operand">Its token or number; 0 if it has none of up to four bytes.</param>
internal readonly record struct IlInstruction(int Offset, ILOpCode Code, int Operand);
