using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Dagstack.Extensions.Tests.Architecture;

/// <summary>Finds what the instructions of a method name: types, members, signatures.</summary>
internal static class IlTokens
{
    private const byte Prefix = 0xFE;

    private static readonly Dictionary<ushort, OperandType> s_operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => (ushort)code.Value, static code => code.OperandType);

    public static IReadOnlyList<EntityHandle> Read(BlobReader instructions)
    {
        var found = new List<EntityHandle>();
        while (instructions.RemainingBytes > 0)
        {
            var code = instructions.ReadByte();
            switch (s_operands[code == Prefix ? (ushort)((Prefix << 8) | instructions.ReadByte()) : code])
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineSig or OperandType.InlineTok or OperandType.InlineType:
                    found.Add(MetadataTokens.EntityHandle(instructions.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var branches = instructions.ReadInt32();
                    instructions.Offset += branches * sizeof(int);
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    instructions.Offset += sizeof(long);
                    break;
                case OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineString or OperandType.ShortInlineR:
                    instructions.Offset += sizeof(int);
                    break;
                case OperandType.InlineVar:
                    instructions.Offset += sizeof(short);
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    instructions.Offset += sizeof(byte);
                    break;
            }
        }

        return found;
    }
}
